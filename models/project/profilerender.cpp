#include "models/project/profilerender.h"

namespace daybook::project {

using templating::Arguments;
using templating::Value;

namespace {

/// Told apart from the engine's own errors, which may quote the template: this one names a variable only.
constexpr ErrorKind MissingVariable = ErrorKind::Usage;

templating::Function environmentReader(QProcessEnvironment environment)
{
    return [environment = std::move(environment)](const Arguments &arguments) -> Result<Value> {
        const QString name = arguments.value(0, u"var").toString();
        if (environment.contains(name))
            return Value(environment.value(name));
        if (arguments.has(1, u"default"))
            return arguments.value(1, u"default");
        return failure(MissingVariable,
                       QStringLiteral("The environment variable '%1' is not set: set it, or write a "
                                      "default, env_var('%1', ...)")
                           .arg(name));
    };
}

Result<Value> asNumber(const Arguments &arguments)
{
    const Value value = arguments.value(0, u"value");
    bool isNumber = false;
    const qint64 number = value.toString().trimmed().toLongLong(&isNumber);
    if (!isNumber)
        return failure(ErrorKind::Project, QStringLiteral("as_number wants a whole number"));
    return Value(number);
}

Result<Value> unchanged(const Arguments &arguments)
{
    return arguments.value(0, u"value");
}

} // namespace

ProfileRenderer::ProfileRenderer(QProcessEnvironment environment)
{
    templating::Options options;
    options.undefined = templating::UndefinedPolicy::Strict;
    options.keepTrailingNewline = true;
    m_language.setOptions(options);
    const QString reader = QStringLiteral("env_var");
    m_language.addGlobal(reader, Value::fromFunction(reader, environmentReader(std::move(environment))));
    m_language.addFilter(QStringLiteral("as_number"), asNumber);
    for (const char16_t *filter : {u"as_bool", u"as_native", u"as_text"})
        m_language.addFilter(QString::fromUtf16(filter), unchanged);
}

Result<QString> ProfileRenderer::render(const QString &text, const Location &where, bool isSecret) const
{
    if (!text.contains(u"{{") && !text.contains(u"{%"))
        return text;
    const auto parsed = m_language.parse(text, where.file);
    Result<Value> value =
        parsed ? parsed->renderNative(templating::Context()) : Result<Value>(failure(parsed.error()));
    if (value && value->isUndefined()) // an expression may come to that without being printed
        value = failure(ErrorKind::Project, value->undefinedMessage());
    if (value)
        return value->isNone() ? QString() : value->toString();
    Error error = value.error();
    if (isSecret && error.kind != MissingVariable) {
        error.message = QStringLiteral("The Jinja of this value cannot be rendered: check its braces, quotes "
                                       "and names");
        error.detail.clear();
    }
    error.kind = ErrorKind::Project;
    error.where = where;
    return failure(error);
}

} // namespace daybook::project
