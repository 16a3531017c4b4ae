#include "models/templating/builtins.h"
#include "models/templating/interpreter.h"
#include "models/templating/iteration.h"
#include "models/templating/operations.h"

namespace daybook::templating {

namespace {

Value range(Session &, const Arguments &arguments)
{
    if (!arguments.keyword.isEmpty())
        fail(QStringLiteral("range takes no named arguments"));
    const Signature in(arguments, u"range", {u"start", u"stop", u"step"}, 1);
    const bool oneSided = !in.has(1);
    const qint64 step = in.integer(2, 1);
    if (step == 0)
        fail(QStringLiteral("the step of a range must not be 0"));
    return Value(std::shared_ptr<const Object>(
        std::make_shared<Range>(oneSided ? 0 : in.integer(0, 0), in.integer(oneSided ? 0 : 1, 0), step)));
}

Value makeDict(Session &session, const Arguments &arguments)
{
    return Value(dictFrom(session, arguments, u"dict"));
}

Value makeNamespace(Session &session, const Arguments &arguments)
{
    return Value(std::shared_ptr<const Object>(
        std::make_shared<Namespace>(dictFrom(session, arguments, u"namespace"))));
}

/// Gives its values in turn: `next()`, `current`, `reset()`.
class Cycler : public NativeObject, public std::enable_shared_from_this<Cycler>
{
public:
    explicit Cycler(List items) : m_items(std::move(items)) {}
    QString typeName() const override { return QStringLiteral("cycler"); }

    Value member(Session &session, const QString &name) const override
    {
        if (name == u"current")
            return m_items[m_at];
        if (name == u"items")
            return Value::fromTuple(m_items);
        if (name == u"pos")
            return Value(static_cast<qint64>(m_at));
        if (name == u"next" || name == u"reset")
            return Value(
                std::shared_ptr<const Object>(std::make_shared<Step>(shared_from_this(), name == u"next")));
        return NativeObject::member(session, name);
    }

    void visitHeld(const std::function<void(const Value &)> &visit) const override
    {
        for (const Value &item : m_items)
            visit(item);
    }

private:
    class Step : public NativeObject
    {
    public:
        Step(std::shared_ptr<const Cycler> cycler, bool forward)
            : m_cycler(std::move(cycler)), m_forward(forward)
        {
        }
        QString typeName() const override { return QStringLiteral("function"); }
        bool isCallable() const override { return true; }
        Value invoke(Session &, const Arguments &arguments) const override
        {
            const Signature in(arguments, u"a cycler's method", {});
            if (!m_forward) {
                m_cycler->m_at = 0;
                return Value::none();
            }
            const size_t at = m_cycler->m_at;
            m_cycler->m_at = (at + 1) % m_cycler->m_items.size();
            return m_cycler->m_items[at];
        }

    private:
        std::shared_ptr<const Cycler> m_cycler;
        bool m_forward;
    };

    List m_items;
    mutable size_t m_at = 0; // one render's, on one thread
};

Value cycler(Session &, const Arguments &arguments)
{
    if (arguments.positional.empty() || !arguments.keyword.isEmpty())
        fail(QStringLiteral("cycler wants values to cycle through"));
    return Value(std::shared_ptr<const Object>(std::make_shared<Cycler>(arguments.positional)));
}

/// Nothing the first time it is called, the separator afterwards.
class Joiner : public NativeObject
{
public:
    explicit Joiner(Value separator) : m_separator(std::move(separator)) {}
    QString typeName() const override { return QStringLiteral("joiner"); }
    bool isCallable() const override { return true; }
    Value invoke(Session &, const Arguments &arguments) const override
    {
        const Signature in(arguments, u"a joiner", {});
        return std::exchange(m_used, true) ? m_separator : Value(QString());
    }
    Value member(Session &session, const QString &name) const override
    {
        if (name == u"sep")
            return m_separator;
        return name == u"used" ? Value(m_used) : NativeObject::member(session, name);
    }

private:
    Value m_separator;
    mutable bool m_used = false; // one render's, on one thread
};

Value joiner(Session &, const Arguments &arguments)
{
    const Signature in(arguments, u"joiner", {u"sep"});
    return Value(std::shared_ptr<const Object>(std::make_shared<Joiner>(in.valueOr(0, Value(u", ")))));
}

} // namespace

Value builtinGlobal(const QString &name)
{
    static const QHash<QString, Value> table = [] {
        QHash<QString, Value> functions;
        const std::pair<const char16_t *, NativeFunction> all[] = {{u"range", range},
                                                                   {u"dict", makeDict},
                                                                   {u"namespace", makeNamespace},
                                                                   {u"cycler", cycler},
                                                                   {u"joiner", joiner}};
        for (const auto &[key, function] : all)
            functions.insert(QStringView(key).toString(),
                             nativeFunction(QStringView(key).toString(), function));
        return functions;
    }();
    const auto found = table.constFind(name);
    return found == table.cend() ? Value::undefined(name) : *found;
}

} // namespace daybook::templating
