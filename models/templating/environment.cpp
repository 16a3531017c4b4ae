#include "models/templating/environment.h"

#include "models/templating/builtins.h"
#include "models/templating/interpreter.h"
#include "models/templating/parser.h"

namespace daybook::templating {

namespace {

QString normalised(QString source)
{
    if (source.contains(u'\r')) {
        source.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
        source.replace(u'\r', u'\n');
    }
    return source;
}

bool hasTags(QStringView source)
{
    for (qsizetype i = source.indexOf(u'{'); i >= 0; i = source.indexOf(u'{', i + 1)) {
        const QChar next = i + 1 < source.size() ? source[i + 1] : QChar();
        if (next == u'{' || next == u'%' || next == u'#')
            return true;
    }
    return false;
}

/// A syntax error, with the template's name where only the line was known.
template <typename T> Result<T> named(Result<T> result, const QString &name)
{
    if (!result && result.error().where && result.error().where->file.isEmpty())
        result.error().where->file = name;
    return result;
}

Result<std::shared_ptr<TemplateData>> prepared(std::shared_ptr<const EnvironmentData> environment,
                                               QString source, QString name)
{
    if (source.size() > environment->options.limits.sourceSize)
        return failure(
            {.kind = ErrorKind::Project,
             .message = QStringLiteral("this template has %1 characters, more than the limit of %2: split it")
                            .arg(source.size())
                            .arg(environment->options.limits.sourceSize),
             .where = Location{name}});
    auto data = std::make_shared<TemplateData>();
    data->source = normalised(std::move(source));
    data->name = std::move(name);
    data->environment = std::move(environment);
    return data;
}

} // namespace

bool EnvironmentData::hasFilter(const QString &name) const
{
    return filters.contains(name) || builtinFilters().contains(name);
}

bool EnvironmentData::hasTest(const QString &name) const
{
    return tests.contains(name) || builtinTests().contains(name);
}

Environment::Environment(Options options) : m_data(std::make_shared<EnvironmentData>())
{
    m_data->options = std::move(options);
}

/// For changing: templates parsed so far keep what they were parsed with.
EnvironmentData &Environment::detached()
{
    if (m_data.use_count() > 1)
        m_data = std::make_shared<EnvironmentData>(*m_data);
    return *m_data;
}

const Options &Environment::options() const
{
    return m_data->options;
}

void Environment::setOptions(Options options)
{
    detached().options = std::move(options);
}

void Environment::addGlobal(const QString &name, Value value)
{
    detached().globals.insert(name, std::move(value));
}

void Environment::addFilter(const QString &name, Function filter)
{
    detached().filters.insert(name, std::move(filter));
}

void Environment::addTest(const QString &name, Function test)
{
    detached().tests.insert(name, std::move(test));
}

void Environment::addBlockTag(BlockTag tag)
{
    const QString name = tag.name;
    detached().blockTags.insert(name, std::move(tag));
}

void Environment::setLoader(Loader loader)
{
    detached().loader = std::move(loader);
}

Result<Template> Environment::parse(QString source, QString name) const
{
    Result<std::shared_ptr<TemplateData>> data = prepared(m_data, std::move(source), name);
    if (!data)
        return failure(std::move(data.error()));
    (*data)->isPlainText = !hasTags((*data)->text());
    Result<Template> result = guarded<Template>([&] {
        Parser(**data).parseTemplate();
        return Template(*data);
    });
    return named(std::move(result), name);
}

Result<Value> Environment::evaluate(const QString &expression, const Context &context) const
{
    const QString name = QStringLiteral("<expression>");
    Result<std::shared_ptr<TemplateData>> data = prepared(m_data, expression, name);
    if (!data)
        return failure(std::move(data.error()));
    Session session(m_data, context);
    session.current = data->get();
    Result<Value> result = guarded<Value>([&] {
        Parser(**data, true).parseExpressionOnly();
        const auto scope = std::make_shared<Scope>();
        scope->context = &context;
        return Interpreter(session, *data).evaluate((*data)->expression, *scope);
    });
    if (!result && !result.error().where)
        result.error().where = session.where();
    return named(std::move(result), name);
}

Value Environment::returnFunction()
{
    return Value(std::shared_ptr<const Object>(std::make_shared<ReturnFunction>()));
}

} // namespace daybook::templating
