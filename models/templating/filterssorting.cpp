#include "models/templating/builtins.h"
#include "models/templating/iteration.h"
#include "models/templating/operations.h"
#include "models/templating/valuedata.h"

#include <algorithm>

namespace daybook::templating {

namespace {

struct Keyed
{
    Value key;
    Value item;
};

/// Stable, also when reversed: equal elements keep their order.
void sortKeyed(Session &session, std::vector<Keyed> &items, bool reverse)
{
    session.work(static_cast<qint64>(items.size()));
    std::stable_sort(items.begin(), items.end(), [&](const Keyed &a, const Keyed &b) {
        session.step();
        return reverse ? lessThan(session, b.key, a.key) : lessThan(session, a.key, b.key);
    });
}

List itemsOf(std::vector<Keyed> keyed)
{
    List result;
    result.reserve(keyed.size());
    for (Keyed &entry : keyed)
        result.push_back(std::move(entry.item));
    return result;
}

Value sort(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"sort", {u"value", u"reverse", u"case_sensitive", u"attribute"}, 1);
    const bool caseSensitive = in.truth(2, false);
    std::vector<AttributePath> paths;
    const Value attribute = in.valueOr(3, Value::none());
    if (attribute.isString()) {
        for (const QString &part : attribute.asString()->split(u','))
            paths.emplace_back(Value(part));
    } else {
        paths.emplace_back(attribute);
    }
    std::vector<Keyed> keyed;
    for (const Value &item : session.elements(in[0])) {
        List key;
        for (const AttributePath &path : paths) {
            const Value part = path.of(session, item);
            key.push_back(caseSensitive ? part : withoutCase(part));
        }
        keyed.push_back({Value(std::move(key)), item});
    }
    sortKeyed(session, keyed, in.truth(1, false));
    return Value(itemsOf(std::move(keyed)));
}

Dict mappingOf(const Value &value, QStringView function)
{
    if (const Dict *dict = value.asDict())
        return *dict;
    const auto object = value.asObject();
    if (std::optional<Dict> dict = object ? object->toDict() : std::nullopt)
        return *std::move(dict);
    fail(value.isUndefined()
             ? value.undefinedMessage()
             : QStringLiteral("%1 wants a dict, not a value of type %2").arg(function, value.typeName()));
}

Value dictSort(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"dictsort", {u"value", u"case_sensitive", u"by", u"reverse"}, 1);
    const QString by = in.valueOr(2, Value(u"key")).stringOr({});
    if (by != u"key" && by != u"value")
        fail(QStringLiteral("dictsort sorts by 'key' or by 'value'"));
    const bool caseSensitive = in.truth(1, false);
    std::vector<Keyed> keyed;
    for (const Dict::Entry &entry : mappingOf(in[0], u"dictsort")) {
        const Value &key = by == u"key" ? entry.key : entry.value;
        keyed.push_back({caseSensitive ? key : withoutCase(key), Value::fromTuple({entry.key, entry.value})});
    }
    sortKeyed(session, keyed, in.truth(3, false));
    return Value(itemsOf(std::move(keyed)));
}

Value items(Session &, const Arguments &arguments)
{
    const Signature in(arguments, u"items", {u"value"}, 1);
    return generator([&](List &into) {
        if (in[0].isUndefined())
            return;
        for (const Dict::Entry &entry : mappingOf(in[0], u"items"))
            into.push_back(Value::fromTuple({entry.key, entry.value}));
    });
}

Value unique(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"unique", {u"value", u"case_sensitive", u"attribute"}, 1);
    return generator([&](List &into) {
        const AttributePath path(in.valueOr(2, Value::none()));
        const bool caseSensitive = in.truth(1, false);
        Dict seen;
        for (const Value &item : session.elements(in[0])) {
            session.step();
            const Value value = path.of(session, item);
            const Value key = caseSensitive ? value : withoutCase(value);
            requireHashable(key);
            if (seen.contains(key))
                continue;
            seen.insert(key, Value::none());
            into.push_back(item);
        }
    });
}

template <bool Greatest> Value extreme(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, Greatest ? u"max" : u"min", {u"value", u"case_sensitive", u"attribute"}, 1);
    const AttributePath path(in.valueOr(2, Value::none()));
    const bool caseSensitive = in.truth(1, false);
    std::optional<Keyed> best;
    for (const Value &item : session.elements(in[0])) {
        const Value value = path.of(session, item);
        const Value key = caseSensitive ? value : withoutCase(value);
        if (!best || (Greatest ? lessThan(session, best->key, key) : lessThan(session, key, best->key)))
            best = Keyed{key, item};
    }
    return best ? best->item
                : Value::undefinedBecause(QStringLiteral("there is no smallest or greatest of nothing"));
}

/// What groupby gives: a pair that also has names.
class Group : public NativeObject
{
public:
    Group(Value grouper, List list) : m_pair{std::move(grouper), Value(std::move(list))} {}
    QString typeName() const override { return QStringLiteral("group"); }
    void write(TextWriter &writer) const override { writer.repr(Value::fromTuple(m_pair)); }
    std::optional<List> elements() const override { return m_pair; }
    Result<Value> item(const Value &key) const override
    {
        const qint64 index = key.integerOr(9);
        if (index < -2 || index > 1)
            return NativeObject::item(key);
        return m_pair[static_cast<size_t>(index < 0 ? index + 2 : index)];
    }
    Value member(Session &session, const QString &name) const override
    {
        if (name == u"grouper")
            return m_pair[0];
        return name == u"list" ? m_pair[1] : NativeObject::member(session, name);
    }
    bool equalTo(const Object &other, Equality &equality) const override
    {
        const auto *group = dynamic_cast<const Group *>(&other);
        return group && equality.equal(Value(group->m_pair), Value(m_pair));
    }
    void visitHeld(const std::function<void(const Value &)> &visit) const override
    {
        visit(m_pair[0]);
        visit(m_pair[1]);
    }

private:
    List m_pair;
};

Value groupBy(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"groupby", {u"value", u"attribute", u"default", u"case_sensitive"}, 2);
    const AttributePath path(in[1]);
    const Value otherwise = in.valueOr(2, Value::none());
    const bool caseSensitive = in.truth(3, false);
    std::vector<Keyed> keyed;
    for (const Value &item : session.elements(in[0])) {
        const Value value = path.of(session, item, otherwise);
        keyed.push_back({caseSensitive ? value : withoutCase(value), item});
    }
    sortKeyed(session, keyed, false);
    List result;
    for (size_t i = 0; i < keyed.size();) {
        List members;
        size_t k = i;
        for (; k < keyed.size() && session.equal(keyed[k].key, keyed[i].key); ++k)
            members.push_back(keyed[k].item);
        // The key shown is the first element's own, not its lower case.
        Value key = path.of(session, keyed[i].item, otherwise);
        i = std::max(k, i + 1);
        result.push_back(Value(
            std::shared_ptr<const Object>(std::make_shared<Group>(std::move(key), std::move(members)))));
    }
    return Value(std::move(result));
}

} // namespace

void addSortingFilters(NativeTable &table)
{
    table.insert(QStringLiteral("sort"), sort);
    table.insert(QStringLiteral("dictsort"), dictSort);
    table.insert(QStringLiteral("items"), items);
    table.insert(QStringLiteral("unique"), unique);
    table.insert(QStringLiteral("min"), extreme<false>);
    table.insert(QStringLiteral("max"), extreme<true>);
    table.insert(QStringLiteral("groupby"), groupBy);
}

} // namespace daybook::templating
