#include "models/templating/loop.h"

#include "models/templating/operations.h"

namespace daybook::templating {

void Loop::attach(Interpreter *interpreter, const ForStatement *node, Scope *scope)
{
    m_interpreter = interpreter;
    m_node = node;
    m_scope = scope;
}

std::optional<Value> Loop::advance()
{
    std::optional<Value> next = m_peeked ? std::move(m_next) : m_source->next();
    m_peeked = false;
    m_next.reset();
    if (!next)
        return next;
    ++m_index;
    m_previous = std::move(m_current);
    m_current = next;
    return next;
}

const std::optional<Value> &Loop::peek() const
{
    if (!m_peeked) {
        m_next = m_source->next();
        m_peeked = true;
    }
    return m_next;
}

namespace {

/// What is left of a source that had to be counted.
class RestIterator : public Iterator
{
public:
    explicit RestIterator(List items) : m_items(std::move(items)) {}
    std::optional<Value> next() override
    {
        return m_next < m_items.size() ? std::optional(m_items[m_next++]) : std::nullopt;
    }

private:
    List m_items;
    size_t m_next = 0;
};

} // namespace

std::optional<qint64> Loop::length() const
{
    if (!m_length) {
        List rest;
        while (std::optional<Value> item = m_source->next())
            rest.push_back(std::move(*item));
        m_length = static_cast<qint64>(rest.size()) + m_index + 1 + (m_peeked && m_next ? 1 : 0);
        m_source = std::make_unique<RestIterator>(std::move(rest));
    }
    return m_length;
}

bool Loop::changed(Session &session, const List &values) const
{
    if (m_lastChanged && session.equal(Value::fromTuple(*m_lastChanged), Value::fromTuple(values)))
        return false;
    m_lastChanged = values;
    return true;
}

namespace {

/// loop.cycle and loop.changed.
class LoopMethod : public NativeObject
{
public:
    LoopMethod(std::shared_ptr<const Loop> loop, qint64 index, bool cycle)
        : m_loop(std::move(loop)), m_index(index), m_cycle(cycle)
    {
    }
    QString typeName() const override { return QStringLiteral("function"); }
    bool isCallable() const override { return true; }
    Value invoke(Session &session, const Arguments &arguments) const override
    {
        if (!arguments.keyword.isEmpty())
            fail(QStringLiteral("loop.cycle and loop.changed take no named arguments"));
        if (!m_cycle)
            return Value(m_loop->changed(session, arguments.positional));
        if (arguments.positional.empty())
            fail(QStringLiteral("loop.cycle wants values to cycle through"));
        return arguments.positional[static_cast<size_t>(m_index) % arguments.positional.size()];
    }

private:
    std::shared_ptr<const Loop> m_loop;
    qint64 m_index;
    bool m_cycle;
};

} // namespace

Value Loop::count(const QString &name) const
{
    if (name == u"index")
        return Value(m_index + 1);
    if (name == u"index0")
        return Value(m_index);
    if (name == u"length")
        return Value(*length());
    if (name == u"revindex")
        return Value(*length() - m_index);
    if (name == u"revindex0")
        return Value(*length() - m_index - 1);
    if (name == u"depth")
        return Value(m_depth + 1);
    if (name == u"depth0")
        return Value(m_depth);
    if (name == u"first")
        return Value(m_index == 0);
    if (name == u"last")
        return Value(!peek().has_value());
    return Value();
}

Value Loop::member(Session &session, const QString &name) const
{
    if (name == u"previtem")
        return m_index > 0 ? *m_previous
                           : Value::undefinedBecause(QStringLiteral("there is no previous item"), name);
    if (name == u"nextitem")
        return peek() ? *m_next : Value::undefinedBecause(QStringLiteral("there is no next item"), name);
    if (name == u"cycle" || name == u"changed") {
        const auto self = shared();
        return Value(
            std::shared_ptr<const Object>(std::make_shared<LoopMethod>(self, m_index, name == u"cycle")));
    }
    Value value = count(name);
    return value.isUndefined() ? NativeObject::member(session, name) : value;
}

Value Loop::invoke(Session &session, const Arguments &arguments) const
{
    const Signature in(arguments, u"loop", {u"iterable"}, 1);
    if (!m_interpreter || !m_node->recursive)
        fail(QStringLiteral("only a recursive loop can be called: {% for ... recursive %}"));
    const Level level(session);
    QString out;
    m_interpreter->loop(*m_node, in[0], *m_scope, out, m_depth + 1);
    return Value(std::move(out));
}

namespace {

/// The elements that meet a loop's `if`.
class FilteredIterator : public Iterator
{
public:
    FilteredIterator(std::unique_ptr<Iterator> source, std::function<bool(const Value &)> accept)
        : m_source(std::move(source)), m_accept(std::move(accept))
    {
    }
    std::optional<Value> next() override
    {
        while (std::optional<Value> item = m_source->next()) {
            if (m_accept(*item))
                return item;
        }
        return std::nullopt;
    }

private:
    std::unique_ptr<Iterator> m_source;
    std::function<bool(const Value &)> m_accept;
};

std::optional<qint64> knownLength(const Value &value)
{
    if (const auto object = value.asObject())
        return object->length();
    return lengthOf(value);
}

} // namespace

Interpreter::Flow Interpreter::forLoop(const ForStatement &node, Scope &scope, QString &out)
{
    const Value iterable = evaluate(node.iterable, scope);
    at(node);
    return loop(node, iterable, scope, out, 0);
}

Interpreter::Flow Interpreter::loop(const ForStatement &node, const Value &iterable, Scope &scope,
                                    QString &out, int depth)
{
    std::unique_ptr<Iterator> source = m_session.iterate(iterable);
    std::optional<qint64> length;
    if (!node.condition && node.usesLoop)
        length = knownLength(iterable);
    if (node.condition) {
        const auto accept = [this, &node, &scope](const Value &item) {
            const auto inner = std::make_shared<Scope>(scope.shared_from_this());
            assign(node.target, item, *inner);
            return m_session.truth(evaluate(node.condition, *inner));
        };
        source = std::make_unique<FilteredIterator>(std::move(source), accept);
    }
    bool any = false;
    Flow flow = Flow::Normal;
    if (node.usesLoop) {
        Iterator &unused = *source;
        const auto state = std::make_shared<Loop>(std::move(source), length, depth);
        state->attach(this, &node, &scope);
        struct Detach
        {
            Loop &loop;
            ~Detach() { loop.detach(); }
        } const detach{*state};
        flow = iterations(node, unused, state, scope, out, any);
    } else {
        flow = iterations(node, *source, nullptr, scope, out, any);
    }
    if (any || node.otherwise.empty())
        return flow;
    const auto inner = std::make_shared<Scope>(scope.shared_from_this());
    return execute(node.otherwise, *inner, out);
}

Interpreter::Flow Interpreter::iterations(const ForStatement &node, Iterator &iterator,
                                          const std::shared_ptr<Loop> &state, Scope &scope, QString &out,
                                          bool &any)
{
    auto inner = std::make_shared<Scope>(scope.shared_from_this());
    while (std::optional<Value> item = state ? state->advance() : iterator.next()) {
        any = true;
        m_session.step();
        if (inner.use_count() > 1) // a macro defined in the body remembers it
            inner = std::make_shared<Scope>(scope.shared_from_this());
        inner->clear();
        m_session.position = node.target.position;
        assign(node.target, *std::move(item), *inner);
        if (state)
            inner->set(QStringLiteral("loop"), Value(std::shared_ptr<const Object>(state)));
        if (execute(node.body, *inner, out) == Flow::Break)
            break;
    }
    return Flow::Normal;
}

} // namespace daybook::templating
