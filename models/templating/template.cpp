#include "models/templating/template.h"

#include "models/templating/interpreter.h"

namespace daybook::templating {

namespace {

/// Says where, and in which line of the macro stack's bottom, unless that is known.
Error located(Error error, const Session &session, const QString &name)
{
    const Location here = session.where();
    if (!error.where)
        error.where = here;
    else if (error.where->file.isEmpty())
        error.where->file = here.file;
    if (!error.detail.isEmpty() && here.file == name)
        error.detail += QStringLiteral("\nin %1").arg(here.toString());
    return error;
}

/// Runs `work` within `session` and turns what it throws into a located error.
template <typename T> Result<T> run(Session &session, const TemplateData &data, auto &&work)
{
    session.current = &data;
    Result<T> result = guarded<T>(work);
    if (!result)
        return failure(located(std::move(result.error()), session, data.name));
    return result;
}

const MacroStatement *findMacro(const TemplateData &data, QStringView name)
{
    for (const Statement *statement : data.body) {
        if (statement->kind != Statement::Kind::Macro)
            continue;
        const auto *macro = static_cast<const MacroStatement *>(statement);
        if (macro->name == name)
            return macro;
    }
    return nullptr;
}

Value callDefinition(Session &session, const std::shared_ptr<const TemplateData> &data,
                     const MacroStatement &macro, const Arguments &arguments, const Context &context)
{
    const auto scope = std::make_shared<Scope>();
    scope->context = &context;
    const size_t mark = session.mark();
    struct Release
    {
        Session &session;
        size_t mark;
        ~Release() { session.release(mark); }
    } const release{session, mark};
    const TemplateData *current = session.current;
    Interpreter interpreter(session, data);
    session.current = current;
    return interpreter.invoke(macro, *scope, arguments);
}

} // namespace

QString Template::name() const
{
    return m_data->name;
}

QString Template::source() const
{
    return m_data->text().toString();
}

bool Template::isPlainText() const
{
    return m_data->isPlainText;
}

Result<QString> Template::render(const Context &context) const
{
    if (m_data->isPlainText)
        return m_data->text().toString();
    Session session(m_data->environment, context);
    return run<QString>(session, *m_data, [&] { return renderTemplate(session, m_data, context); });
}

Result<QString> Template::render(const Context &context, const Arguments &arguments) const
{
    Session *session = arguments.session();
    if (!session)
        return render(context);
    std::optional<Location> where;
    Result<QString> result = guarded<QString>([&] {
        const Level level(*session);
        try {
            return renderTemplate(*session, m_data, context);
        } catch (Failure &) {
            where = session->where();
            throw;
        }
    });
    if (!result && !result.error().where)
        result.error().where = where;
    return result;
}

Result<Value> Template::renderNative(const Context &context) const
{
    const Body &body = m_data->body;
    const bool single = body.size() == 1 && body.front()->kind == Statement::Kind::Output;
    if (!single)
        return render(context).map([](QString text) { return Value(std::move(text)); });
    Session session(m_data->environment, context);
    return run<Value>(session, *m_data, [&] {
        const auto scope = std::make_shared<Scope>();
        scope->context = &context;
        const auto *output = static_cast<const OutputStatement *>(body.front());
        return Interpreter(session, m_data).evaluate(output->values.front(), *scope);
    });
}

Result<Value> Template::callMacro(QStringView name, const Arguments &arguments, const Context &context) const
{
    const MacroStatement *macro = findMacro(*m_data, name);
    if (!macro)
        return failure(
            {.kind = ErrorKind::Project,
             .message = QStringLiteral("there is no macro named '%1' in %2").arg(name, m_data->name)});
    if (Session *session = arguments.session())
        return guarded<Value>([&] { return callDefinition(*session, m_data, *macro, arguments, context); });
    Session session(m_data->environment, context);
    Arguments own = arguments;
    own.setSession(&session);
    Result<Value> result =
        guarded<Value>([&] { return callDefinition(session, m_data, *macro, own, context); });
    return result;
}

} // namespace daybook::templating
