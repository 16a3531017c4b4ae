#pragma once

#include "models/templating/template.h"

namespace daybook::templating {

/// What may be done with an undefined value.
enum class UndefinedPolicy {
    Default,   ///< print nothing, loop over nothing, be false; anything else is an error
    Chainable, ///< and attributes and items of it are undefined too
    Lenient,   ///< and calling it gives undefined too: for reading a project without executing it
    Strict     ///< an error at any use but `is defined`
};

/// Bounds of one render, so that hostile or mistaken templates end in an error. Generous for real ones.
struct Limits
{
    int macroDepth = 200;          ///< macros, includes and recursive loops within each other
    qint64 stackBytes = 3 << 20;   ///< native stack a render may use; threads have 8 MiB by default
    qint64 steps = 50'000'000;     ///< statements and expressions evaluated
    qint64 textSize = 64 << 20;    ///< characters in any one text, the output included
    qint64 work = qint64(1) << 30; ///< characters and elements produced in all
    qint64 sourceSize = 32 << 20;  ///< characters of one template
};

/// A tag that defines something: `{% test name(arguments) %} ... {% endtest %}`. Prints nothing where it
/// stands; Template::definitions() lists it, and callMacro() runs its body.
struct BlockTag
{
    enum class Header {
        Signature, ///< a name and parameters, as a macro has
        Options    ///< a name, then `option` or `option=literal`, separated by commas
    };
    enum class Body { Template, Raw };

    QString name;
    QString endName;
    Header header = Header::Signature;
    Body body = Body::Template;
};

struct Options
{
    bool trimBlocks = false;
    bool lstripBlocks = false;
    bool keepTrailingNewline = false;
    bool doStatement = true;
    bool loopControls = false;
    UndefinedPolicy undefined = UndefinedPolicy::Default;
    Limits limits = {};
};

/// Finds the template that include, import and extends name. Called on the thread that renders.
using Loader = std::function<Result<Template>(const QString &name)>;

struct EnvironmentData;

/// The language of a set of templates: options, globals, filters, tests, tags. Set it up, then share it:
/// const use is safe from many threads. Templates keep the environment as it was when they were parsed.
class Environment
{
public:
    explicit Environment(Options options = {});

    const Options &options() const;
    void setOptions(Options options);

    /// Names every template sees; a context's own names come before them. Freeze what threads share.
    void addGlobal(const QString &name, Value value);
    /// The first argument is the value filtered.
    void addFilter(const QString &name, Function filter);
    /// The result's truth is the answer.
    void addTest(const QString &name, Function test);
    void addBlockTag(BlockTag tag);
    void setLoader(Loader loader);

    /// `name` is what messages call the template, usually its path in the project.
    Result<Template> parse(QString source, QString name) const;

    /// The value of an expression as it would stand between `{{` and `}}`.
    Result<Value> evaluate(const QString &expression, const Context &context) const;

    /// A function that ends the macro it is called in and gives its caller any value: `{{ return([1, 2]) }}`.
    /// Put it among the globals under the name wanted.
    static Value returnFunction();

private:
    EnvironmentData &detached();

    std::shared_ptr<EnvironmentData> m_data;
};

} // namespace daybook::templating
