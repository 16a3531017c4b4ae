#include "models/templating/object.h"

#include "models/templating/session.h"
#include "models/templating/valuedata.h"

namespace daybook::templating {

namespace {

class ListIterator : public Iterator
{
public:
    explicit ListIterator(List items) : m_items(std::move(items)) {}
    std::optional<Value> next() override
    {
        return m_next < m_items.size() ? std::optional(m_items[m_next++]) : std::nullopt;
    }

private:
    List m_items;
    size_t m_next = 0;
};

} // namespace

Value Arguments::value(qsizetype index, QStringView name) const
{
    if (index >= 0 && index < static_cast<qsizetype>(positional.size()))
        return positional[static_cast<size_t>(index)];
    return keyword.value(name);
}

bool Arguments::has(qsizetype index, QStringView name) const
{
    return (index >= 0 && index < static_cast<qsizetype>(positional.size())) || keyword.contains(name);
}

Result<Value> Arguments::call(const Value &callee, Arguments given) const
{
    if (m_session)
        return guarded<Value>([&] { return m_session->call(callee, std::move(given)); });
    if (const auto *function = std::get_if<std::shared_ptr<const FunctionData>>(&callee.data()))
        return (*function)->function(given);
    if (const std::shared_ptr<const Object> object = callee.asObject())
        return object->call(given);
    return failure(ErrorKind::Project,
                   QStringLiteral("a value of type %1 cannot be called").arg(callee.typeName()));
}

std::optional<Location> Arguments::where() const
{
    return m_session ? std::optional(m_session->where()) : std::nullopt;
}

QString Object::toString() const
{
    return u'<' + typeName() + u'>';
}

Result<Value> Object::attribute(const QString &name) const
{
    return Value::undefinedBecause(QStringLiteral("'%1' has no attribute '%2'").arg(typeName(), name), name);
}

Result<Value> Object::item(const Value &key) const
{
    if (const std::optional<QString> name = key.asString())
        return attribute(*name);
    return Value::undefinedBecause(QStringLiteral("'%1' has no element %2").arg(typeName(), key.repr()));
}

Result<Value> Object::call(const Arguments &) const
{
    return failure(ErrorKind::Project, QStringLiteral("a value of type %1 cannot be called").arg(typeName()));
}

std::unique_ptr<Iterator> Object::iterate() const
{
    std::optional<List> items = elements();
    return items ? std::make_unique<ListIterator>(*std::move(items)) : nullptr;
}

std::optional<qint64> Object::length() const
{
    const std::optional<List> items = elements();
    return items ? std::optional(static_cast<qint64>(items->size())) : std::nullopt;
}

Value NativeObject::invoke(Session &, const Arguments &) const
{
    fail(QStringLiteral("a value of type %1 cannot be called as a function").arg(typeName()));
}

Value NativeObject::member(Session &, const QString &name) const
{
    return Value::undefinedBecause(QStringLiteral("'%1' has no attribute '%2'").arg(typeName(), name), name);
}

void NativeObject::write(TextWriter &writer) const
{
    writer.append(toString());
}

Result<Value> NativeObject::call(const Arguments &arguments) const
{
    if (!arguments.session())
        return failure(ErrorKind::Internal,
                       QStringLiteral("%1 can only be called within a render: pass the arguments of one")
                           .arg(typeName()));
    return guarded<Value>([&] { return invoke(*arguments.session(), arguments); });
}

Result<Value> NativeObject::attribute(const QString &name) const
{
    return Value::undefined(name);
}

Result<Value> NativeObject::item(const Value &key) const
{
    return Value::undefinedBecause(QStringLiteral("'%1' has no element %2").arg(typeName(), key.repr()));
}

namespace {

class NativeFunctionObject : public NativeObject
{
public:
    NativeFunctionObject(QString name, NativeFunction function)
        : m_name(std::move(name)), m_function(function)
    {
    }
    QString typeName() const override { return QStringLiteral("function"); }
    QString toString() const override { return QStringLiteral("<function ") + m_name + u'>'; }
    bool isCallable() const override { return true; }
    Value invoke(Session &session, const Arguments &arguments) const override
    {
        return m_function(session, arguments);
    }

private:
    QString m_name;
    NativeFunction m_function;
};

} // namespace

Value nativeFunction(const QString &name, NativeFunction function)
{
    return Value(std::shared_ptr<const Object>(std::make_shared<NativeFunctionObject>(name, function)));
}

Signature::Signature(const Arguments &arguments, QStringView function,
                     std::initializer_list<QStringView> names, qsizetype required)
    : m_function(function), m_names(names), m_values(names.size(), nullptr)
{
    if (arguments.positional.size() > m_names.size())
        fail(QStringLiteral("%1 takes at most %2 arguments, but %3 are given")
                 .arg(function)
                 .arg(m_names.size())
                 .arg(arguments.positional.size()));
    for (size_t i = 0; i < arguments.positional.size(); ++i)
        m_values[i] = &arguments.positional[i];
    for (const Dict::Entry &entry : arguments.keyword) {
        const QString name = entry.key.toString();
        const auto at = std::find(m_names.begin(), m_names.end(), name);
        if (at == m_names.end())
            fail(QStringLiteral("%1 has no argument named '%2'").arg(function, name));
        const Value *&slot = m_values[static_cast<size_t>(at - m_names.begin())];
        if (slot)
            fail(QStringLiteral("the argument '%1' of %2 is given twice").arg(name, function));
        slot = &entry.value;
    }
    for (size_t i = 0; i < static_cast<size_t>(required); ++i) {
        if (!m_values[i])
            fail(QStringLiteral("%1 misses its argument '%2'").arg(function, m_names[i].toString()));
    }
}

qint64 Signature::integer(size_t i, qint64 fallback) const
{
    if (!has(i))
        return fallback;
    if (const std::optional<qint64> value = m_values[i]->asInteger())
        return *value;
    if (const std::optional<bool> value = m_values[i]->asBool())
        return *value;
    fail(QStringLiteral("the argument '%1' of %2 must be an integer, not %3")
             .arg(m_names[i], m_function, m_values[i]->typeName()));
}

} // namespace daybook::templating
