#pragma once

#include "models/templating/analysis.h"
#include "models/templating/object.h"
#include "models/templating/value.h"

#include <stop_token>

namespace daybook::templating {

enum class UndefinedPolicy;
struct TemplateData;

/// What one render sees and obeys. Lives as long as the render.
struct Context
{
    Context() = default;
    Context(Dict values, std::stop_token token = {}) : variables(std::move(values)), stop(std::move(token)) {}

    Dict variables = {};
    /// Asked (attribute()) for names that `variables` lack: for the many that are seldom used. May be null.
    std::shared_ptr<const Object> names = {};
    /// In place of the environment's.
    std::optional<UndefinedPolicy> undefined = {};
    std::stop_token stop = {};
};

/// A parsed template. Cheap to copy, never changes; renders on many threads at once.
class Template
{
public:
    explicit Template(std::shared_ptr<const TemplateData> data) : m_data(std::move(data)) {}

    QString name() const;
    /// The text parsed, with line ends normalised to `\n`.
    QString source() const;
    /// No tag and no comment: the output is the text.
    bool isPlainText() const;

    /// Macros and blocks of custom tags that stand outside of any other, in order.
    std::vector<Definition> definitions() const;
    /// What can be known without executing.
    Analysis analyse() const;

    Result<QString> render(const Context &context) const;
    /// Within the render that `arguments` come from: its limits, cancellation and macro stack.
    Result<QString> render(const Context &context, const Arguments &arguments) const;
    /// If the template is one `{{ expression }}` and nothing else its value, otherwise the text rendered.
    Result<Value> renderNative(const Context &context) const;

    /// Calls a macro, or the body of a custom block, that definitions() lists. It sees its parameters and the
    /// context, not its neighbours in the file. When `arguments` come from a render, this is part of it.
    /// What the macro gave to return(), else the text it rendered.
    Result<Value> callMacro(QStringView name, const Arguments &arguments, const Context &context) const;

    const std::shared_ptr<const TemplateData> &data() const { return m_data; }

private:
    std::shared_ptr<const TemplateData> m_data;
};

} // namespace daybook::templating
