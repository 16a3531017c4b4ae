#include "models/templating/methods.h"

#include "models/templating/iteration.h"
#include "models/templating/valuedata.h"

#include <algorithm>
#include <cmath>

namespace daybook::templating {

namespace {

class BoundMethod : public NativeObject
{
public:
    BoundMethod(Value self, QString name, Method method)
        : m_self(std::move(self)), m_name(std::move(name)), m_method(method)
    {
    }
    QString typeName() const override { return QStringLiteral("method"); }
    QString toString() const override { return QStringLiteral("<built-in method ") + m_name + u'>'; }
    bool isCallable() const override { return true; }
    Value invoke(Session &session, const Arguments &arguments) const override
    {
        return m_method(session, m_self, arguments);
    }
    bool equalTo(const Object &other, Equality &equality) const override
    {
        const auto *method = dynamic_cast<const BoundMethod *>(&other);
        return method && method->m_method == m_method && equality.equal(method->m_self, m_self);
    }
    void visitHeld(const std::function<void(const Value &)> &visit) const override { visit(m_self); }
    void releaseHeld(List &into) override { into.push_back(std::move(m_self)); }

private:
    Value m_self;
    QString m_name;
    Method m_method;
};

const MethodTable *tableOf(const Value &value)
{
    switch (value.type()) {
    case Value::Type::String:
        return &stringMethods();
    case Value::Type::List:
        return &listMethods();
    case Value::Type::Tuple:
        return &tupleMethods();
    case Value::Type::Dict:
        return &dictMethods();
    case Value::Type::Bool:
    case Value::Type::Integer:
    case Value::Type::Float:
        return &numberMethods();
    default:
        return nullptr;
    }
}

qint64 positionIn(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"index", {u"value", u"start", u"stop"}, 1);
    const List &items = self.items();
    const qint64 size = static_cast<qint64>(items.size());
    const auto bound = [&](size_t i, qint64 otherwise) {
        const qint64 given = in.integer(i, otherwise);
        return std::clamp<qint64>(given < 0 ? given + size : given, 0, size);
    };
    const qint64 stop = bound(2, size);
    for (qint64 i = bound(1, 0); i < stop; ++i) {
        if (session.equal(items[static_cast<size_t>(i)], in[0]))
            return i;
    }
    fail(QStringLiteral("%1 is not in the %2").arg(session.repr(in[0]), self.typeName()));
}

Value countIn(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"count", {u"value"}, 1);
    qint64 count = 0;
    for (const Value &item : self.items())
        count += session.equal(item, in[0]) ? 1 : 0;
    return Value(count);
}

void extend(Session &session, const Value &self, const Value &more)
{
    const List items = session.elements(more);
    for (const Value &item : items)
        refuseCycle(session, self, item);
    List &list = changeable(self);
    session.checkList(static_cast<qint64>(list.size() + items.size()));
    list.insert(list.end(), items.begin(), items.end());
}

Value append(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"append", {u"value"}, 1);
    refuseCycle(session, self, in[0]);
    session.work(1);
    changeable(self).push_back(in[0]);
    return Value::none();
}

Value insert(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"insert", {u"index", u"value"}, 2);
    refuseCycle(session, self, in[1]);
    List &list = changeable(self);
    session.work(static_cast<qint64>(list.size()));
    const qint64 size = static_cast<qint64>(list.size());
    const qint64 index = in.integer(0, 0);
    list.insert(list.begin() + std::clamp<qint64>(index < 0 ? index + size : index, 0, size), in[1]);
    return Value::none();
}

Value popFromList(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"pop", {u"index"});
    List &list = changeable(self);
    session.work(1);
    const qint64 size = static_cast<qint64>(list.size());
    const qint64 index = in.integer(0, -1);
    const qint64 at = index < 0 ? index + size : index;
    if (at < 0 || at >= size)
        fail(size == 0 ? QStringLiteral("nothing can be popped from an empty list")
                       : QStringLiteral("the list has no element %1 to pop").arg(index));
    Value taken = list[static_cast<size_t>(at)];
    list.erase(list.begin() + at);
    return taken;
}

Value removeFromList(Session &session, const Value &self, const Arguments &arguments)
{
    const qint64 at = positionIn(session, self, arguments);
    List &list = changeable(self);
    list.erase(list.begin() + at);
    return Value::none();
}

Value sortList(Session &session, const Value &self, const Arguments &arguments)
{
    if (!arguments.positional.empty())
        fail(QStringLiteral("sort takes named arguments only: reverse, key"));
    const Signature in(arguments, u"sort", {u"reverse", u"key"});
    List items = changeable(self);
    const bool reverse = in.truth(0, false);
    std::vector<std::pair<Value, Value>> keyed;
    for (const Value &item : items)
        keyed.emplace_back(in.has(1) && !in[1].isNone() ? session.call(in[1], Arguments({item})) : item,
                           item);
    std::stable_sort(keyed.begin(), keyed.end(), [&](const auto &a, const auto &b) {
        session.step();
        return reverse ? lessThan(session, b.first, a.first) : lessThan(session, a.first, b.first);
    });
    std::transform(keyed.begin(), keyed.end(), items.begin(), [](const auto &pair) { return pair.second; });
    changeable(self) = std::move(items);
    return Value::none();
}

Value reverseList(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"reverse", {});
    List &list = changeable(self);
    session.work(static_cast<qint64>(list.size()));
    std::reverse(list.begin(), list.end());
    return Value::none();
}

} // namespace

Value methodOf(const Value &value, const QString &name)
{
    const MethodTable *table = tableOf(value);
    const Method method = table ? table->value(name, nullptr) : nullptr;
    if (!method)
        return Value::undefinedBecause(
            QStringLiteral("'%1' has no attribute '%2'")
                .arg(value.isNone() ? QStringLiteral("None") : value.typeName() + QStringLiteral(" object"),
                     name),
            name);
    return Value(std::shared_ptr<const Object>(std::make_shared<BoundMethod>(value, name, method)));
}

const MethodTable &listMethods()
{
    static const MethodTable table{
        {QStringLiteral("append"), append},
        {QStringLiteral("extend"),
         [](Session &session, const Value &self, const Arguments &arguments) {
             extend(session, self, Signature(arguments, u"extend", {u"iterable"}, 1)[0]);
             return Value::none();
         }},
        {QStringLiteral("insert"), insert},
        {QStringLiteral("pop"), popFromList},
        {QStringLiteral("remove"), removeFromList},
        {QStringLiteral("index"),
         [](Session &session, const Value &self, const Arguments &arguments) {
             return Value(positionIn(session, self, arguments));
         }},
        {QStringLiteral("count"), countIn},
        {QStringLiteral("sort"), sortList},
        {QStringLiteral("reverse"), reverseList},
        {QStringLiteral("copy"), [](Session &session, const Value &self,
                                    const Arguments &) { return Value(session.elements(self)); }},
        {QStringLiteral("clear"),
         [](Session &, const Value &self, const Arguments &) {
             changeable(self).clear();
             return Value::none();
         }},
    };
    return table;
}

const MethodTable &tupleMethods()
{
    static const MethodTable table{
        {QStringLiteral("index"),
         [](Session &session, const Value &self, const Arguments &arguments) {
             return Value(positionIn(session, self, arguments));
         }},
        {QStringLiteral("count"), countIn},
    };
    return table;
}

const MethodTable &numberMethods()
{
    static const MethodTable table{
        {QStringLiteral("is_integer"),
         [](Session &, const Value &self, const Arguments &) {
             const double value = self.asFloat().value_or(0);
             return Value(std::floor(value) == value);
         }},
        {QStringLiteral("bit_length"),
         [](Session &, const Value &self, const Arguments &) {
             if (self.type() == Value::Type::Float)
                 fail(QStringLiteral("a float has no bit_length"));
             const qint64 value = self.asInteger().value_or(self.boolOr(false));
             quint64 magnitude = value < 0 ? quint64(0) - quint64(value) : quint64(value);
             qint64 bits = 0;
             for (; magnitude > 0; magnitude >>= 1)
                 ++bits;
             return Value(bits);
         }},
    };
    return table;
}

} // namespace daybook::templating
