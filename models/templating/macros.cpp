#include "models/templating/interpreter.h"
#include "models/templating/operations.h"
#include "models/templating/valuedata.h"

#include <algorithm>

namespace daybook::templating {

namespace {

QString describe(const MacroStatement &macro)
{
    return macro.isCaller ? QStringLiteral("call block")
                          : macro.tag + QStringLiteral(" '") + macro.name + u'\'';
}

bool hasParameter(const MacroStatement &macro, QStringView name)
{
    return std::any_of(macro.parameters.begin(), macro.parameters.end(),
                       [name](const MacroParameter &parameter) { return parameter.name == name; });
}

} // namespace

Value Interpreter::invoke(const MacroStatement &macro, Scope &closure, const Arguments &arguments)
{
    const Level level(m_session);
    m_session.current = m_data.get();
    const auto scope = std::make_shared<Scope>(closure.shared_from_this());
    QString out;
    try {
        m_session.position = macro.position;
        bind(macro, arguments, *scope);
        execute(macro.body, *scope, out);
    } catch (ReturnSignal &signal) {
        if (macro.isCaller)
            throw; // it ends the macro around the call block's text
        return std::move(signal.value);
    } catch (Failure &failure) {
        addFrame(failure.error, describe(macro), m_session.where());
        throw;
    }
    return Value(std::move(out));
}

void Interpreter::bind(const MacroStatement &macro, const Arguments &arguments, Scope &scope)
{
    const size_t positional = std::min(arguments.positional.size(), macro.parameters.size());
    Dict rest = arguments.keyword;
    std::vector<const MacroParameter *> missing;
    for (size_t i = 0; i < macro.parameters.size(); ++i) {
        const MacroParameter &parameter = macro.parameters[i];
        const Value *named = i < positional ? nullptr : rest.find(parameter.name);
        if (i < positional) {
            scope.set(parameter.name, arguments.positional[i]);
        } else if (named) {
            scope.set(parameter.name, *named);
            rest.remove(Value(parameter.name));
        } else {
            missing.push_back(&parameter);
            scope.set(
                parameter.name,
                Value::undefinedBecause(
                    QStringLiteral("parameter '%1' of '%2' was not provided").arg(parameter.name, macro.name),
                    parameter.name));
        }
    }
    bindSpecial(macro, arguments, std::move(rest), scope);
    for (const MacroParameter *parameter : missing) {
        if (parameter->defaultValue)
            scope.set(parameter->name, evaluate(parameter->defaultValue, scope));
    }
}

void Interpreter::bindSpecial(const MacroStatement &macro, const Arguments &arguments, Dict rest,
                              Scope &scope)
{
    if (macro.usesCaller && !hasParameter(macro, u"caller")) {
        const Value *caller = rest.find(u"caller");
        scope.set(QStringLiteral("caller"),
                  caller && !caller->isNone()
                      ? *caller
                      : Value::undefinedBecause(
                            QStringLiteral("'%1' was not called with {% call %}: there is no caller")
                                .arg(macro.name),
                            QStringLiteral("caller")));
        rest.remove(Value(u"caller"));
    }
    if (macro.usesKwargs && !hasParameter(macro, u"kwargs")) {
        scope.set(QStringLiteral("kwargs"), Value(std::move(rest)));
    } else if (!rest.isEmpty()) {
        const QString name = rest.keys().front();
        fail(name == u"caller"
                 ? QStringLiteral("'%1' is called with {% call %} but has no caller()").arg(macro.name)
                 : QStringLiteral("'%1' has no parameter named '%2'").arg(macro.name, name));
    }
    const size_t expected = macro.parameters.size();
    if (macro.usesVarargs && !hasParameter(macro, u"varargs")) {
        List more;
        if (arguments.positional.size() > expected)
            more.assign(arguments.positional.begin() + static_cast<ptrdiff_t>(expected),
                        arguments.positional.end());
        scope.set(QStringLiteral("varargs"), Value::fromTuple(std::move(more)));
    } else if (arguments.positional.size() > expected) {
        fail(QStringLiteral("'%1' takes at most %2 arguments, but %3 are given")
                 .arg(macro.name)
                 .arg(expected)
                 .arg(arguments.positional.size()));
    }
}

QString Macro::toString() const
{
    return QStringLiteral("<Macro ") +
           (m_definition.isCaller ? QStringLiteral("anonymous") : Value(m_definition.name).repr()) + u'>';
}

Value Macro::invoke(Session &session, const Arguments &arguments) const
{
    const std::shared_ptr<Scope> scope = m_scope.lock();
    if (!scope)
        fail(QStringLiteral("the macro '%1' is called after the render that defined it has ended")
                 .arg(m_definition.name));
    const TemplateData *current = session.current;
    Interpreter interpreter(session, m_data);
    session.current = current; // for the level that invoke() enters to come back to
    return interpreter.invoke(m_definition, *scope, arguments);
}

Value Macro::member(Session &session, const QString &name) const
{
    if (name == u"name")
        return m_definition.isCaller ? Value::none() : Value(m_definition.name);
    if (name == u"catch_kwargs")
        return Value(m_definition.usesKwargs && !hasParameter(m_definition, u"kwargs"));
    if (name == u"catch_varargs")
        return Value(m_definition.usesVarargs && !hasParameter(m_definition, u"varargs"));
    if (name == u"caller")
        return Value(m_definition.usesCaller);
    if (name != u"arguments")
        return NativeObject::member(session, name);
    List names;
    for (const MacroParameter &parameter : m_definition.parameters)
        names.emplace_back(parameter.name);
    return Value::fromTuple(std::move(names));
}

Value ReturnFunction::invoke(Session &, const Arguments &arguments) const
{
    if (arguments.positional.size() + static_cast<size_t>(arguments.keyword.size()) > 1)
        fail(QStringLiteral("return() takes one value: give several as a list"));
    if (!arguments.keyword.isEmpty())
        throw ReturnSignal{arguments.keyword.begin()->value};
    throw ReturnSignal{arguments.positional.empty() ? Value::none() : arguments.positional.front()};
}

Namespace::~Namespace()
{
    List held;
    releaseHeld(held);
    Value keeper(std::move(held)); // whose destructor does not recurse
}

void Namespace::write(TextWriter &writer) const
{
    writer.append(u"<Namespace ");
    writer.repr(Value(m_attributes));
    writer.append(u">");
}

Value Namespace::member(Session &, const QString &name) const
{
    const Value *value = m_attributes.find(name);
    return value ? *value
                 : Value::undefinedBecause(QStringLiteral("the namespace has no attribute '%1'").arg(name),
                                           name);
}

Result<Value> Namespace::item(const Value &key) const
{
    return NativeObject::item(key);
}

void Namespace::visitHeld(const std::function<void(const Value &)> &visit) const
{
    for (const Dict::Entry &entry : m_attributes)
        visit(entry.value);
}

void Namespace::releaseHeld(List &into)
{
    for (const Dict::Entry &entry : m_attributes)
        into.push_back(entry.value);
    m_attributes.clear();
}

} // namespace daybook::templating
