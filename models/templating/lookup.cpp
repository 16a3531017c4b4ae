#include "models/templating/iteration.h"
#include "models/templating/operations.h"
#include "models/templating/valuedata.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

namespace daybook::templating {

namespace {

using Type = Value::Type;

QString describe(const Value &value)
{
    switch (value.type()) {
    case Type::None:
        return QStringLiteral("None");
    case Type::Object:
        return value.typeName();
    default:
        return value.typeName() + QStringLiteral(" object");
    }
}

Value noAttribute(const Value &value, const QString &name)
{
    return Value::undefinedBecause(QStringLiteral("'%1' has no attribute '%2'").arg(describe(value), name),
                                   name);
}

Value noElement(const Value &value, const Value &key)
{
    if (const std::optional<QString> name = key.asString())
        return noAttribute(value, *name);
    return Value::undefinedBecause(QStringLiteral("%1 has no element %2").arg(describe(value), key.repr()));
}

Value lookupInUndefined(const Session &session, const Value &value)
{
    if (session.undefinedPolicy() == UndefinedPolicy::Default ||
        session.undefinedPolicy() == UndefinedPolicy::Strict)
        fail(value.undefinedMessage());
    return value;
}

Value checked(Result<Value> result)
{
    if (!result)
        failWith(std::move(result.error()));
    return *std::move(result);
}

Value objectAttribute(Session &session, const Value &value, const QString &name)
{
    const std::shared_ptr<const Object> object = value.asObject();
    if (const auto *native = dynamic_cast<const NativeObject *>(object.get()))
        return native->member(session, name);
    return checked(object->attribute(name));
}

std::optional<qint64> indexOf(const Value &key)
{
    if (const std::optional<bool> boolean = key.asBool())
        return *boolean;
    return key.asInteger();
}

Value sequenceItem(const Value &value, const Value &key)
{
    const std::optional<qint64> index = indexOf(key);
    if (!index)
        return key.isString() ? methodOf(value, *key.asString()) : noElement(value, key);
    if (const QString *string = std::get_if<QString>(&value.data())) {
        const qint64 size = text::length(*string);
        const qint64 at = *index < 0 ? *index + size : *index;
        if (at < 0 || at >= size)
            return noElement(value, key);
        return size == string->size() ? Value(QString((*string)[static_cast<qsizetype>(at)]))
                                      : text::characters(*string)[static_cast<size_t>(at)];
    }
    const List &items = value.items();
    const qint64 size = static_cast<qint64>(items.size());
    const qint64 at = *index < 0 ? *index + size : *index;
    return at < 0 || at >= size ? noElement(value, key) : items[static_cast<size_t>(at)];
}

Value dictItem(const Value &value, const Value &key)
{
    if (const Value *found = hashOf(key) ? value.asDict()->find(key) : nullptr)
        return *found;
    if (const std::optional<QString> name = key.asString()) {
        if (Value method = methodOf(value, *name); !method.isUndefined())
            return method;
    }
    return noElement(value, key);
}

} // namespace

Value attributeOf(Session &session, const Value &value, const QString &name)
{
    if (value.isUndefined())
        return lookupInUndefined(session, value);
    if (value.type() == Type::Object) {
        Value result = objectAttribute(session, value, name);
        if (!result.isUndefined())
            return result;
        Value item = checked(value.asObject()->item(Value(name)));
        return item.isUndefined() ? result : item;
    }
    Value method = methodOf(value, name);
    if (!method.isUndefined())
        return method;
    const Value *item = value.isDict() ? value.asDict()->find(name) : nullptr;
    return item ? *item : noAttribute(value, name);
}

Value itemOf(Session &session, const Value &value, const Value &key)
{
    switch (value.type()) {
    case Type::Undefined:
        return lookupInUndefined(session, value);
    case Type::String:
    case Type::List:
    case Type::Tuple:
        return sequenceItem(value, key);
    case Type::Dict:
        return dictItem(value, key);
    case Type::Object: {
        Value result = checked(value.asObject()->item(key));
        if (!result.isUndefined() || !key.isString())
            return result;
        return objectAttribute(session, value, *key.asString());
    }
    default:
        return key.isString() ? methodOf(value, *key.asString()) : noElement(value, key);
    }
}

namespace {

struct SliceBounds
{
    qint64 start = 0;
    qint64 stop = 0;
    qint64 step = 1;
};

qint64 sliceIndex(const Value &value, qint64 fallback, qint64 size, qint64 lowest, qint64 highest)
{
    if (!value.isPresent())
        return fallback;
    const std::optional<qint64> index = indexOf(value);
    if (!index)
        fail(QStringLiteral("slices are made with integers, not with %1").arg(value.typeName()));
    const qint64 at = *index < 0 ? *index + size : *index;
    return std::clamp(at, lowest, highest);
}

SliceBounds boundsOf(qint64 size, const Value &start, const Value &stop, const Value &step)
{
    SliceBounds bounds;
    if (step.isPresent()) {
        const std::optional<qint64> given = indexOf(step);
        if (!given || *given == 0)
            fail(QStringLiteral("the step of a slice must be an integer other than 0"));
        bounds.step = std::clamp(*given, -std::numeric_limits<qint32>::max() * qint64(2),
                                 std::numeric_limits<qint32>::max() * qint64(2));
    }
    const bool forward = bounds.step > 0;
    const qint64 lowest = forward ? 0 : -1;
    const qint64 highest = forward ? size : size - 1;
    bounds.start = sliceIndex(start, forward ? lowest : highest, size, lowest, highest);
    bounds.stop = sliceIndex(stop, forward ? highest : lowest, size, lowest, highest);
    return bounds;
}

List picked(const List &items, const SliceBounds &bounds)
{
    List result;
    for (qint64 i = bounds.start; bounds.step > 0 ? i < bounds.stop : i > bounds.stop; i += bounds.step)
        result.push_back(items[static_cast<size_t>(i)]);
    return result;
}

} // namespace

Value sliceOf(Session &session, const Value &value, const Value &start, const Value &stop, const Value &step)
{
    if (value.isUndefined())
        return lookupInUndefined(session, value);
    if (value.isList()) {
        const qint64 size = static_cast<qint64>(value.items().size());
        session.work(size);
        List result = picked(value.items(), boundsOf(size, start, stop, step));
        return value.type() == Type::Tuple ? Value::fromTuple(std::move(result)) : Value(std::move(result));
    }
    const QString *string = std::get_if<QString>(&value.data());
    if (!string) {
        if (const auto *range = dynamic_cast<const Range *>(value.asObject().get())) {
            const SliceBounds bounds = boundsOf(*range->length(), start, stop, step);
            return range->sliced(bounds.start, bounds.stop, bounds.step);
        }
        fail(QStringLiteral("%1 cannot be sliced").arg(describe(value)));
    }
    const SliceBounds bounds = boundsOf(text::length(*string), start, stop, step);
    session.work(string->size());
    if (bounds.step == 1 && !text::isWide(*string))
        return Value(bounds.stop > bounds.start ? string->sliced(bounds.start, bounds.stop - bounds.start)
                                                : QString());
    QString result;
    for (const Value &character : picked(text::characters(*string), bounds))
        result += std::get<QString>(character.data());
    return Value(std::move(result));
}

qint64 lengthOf(const Value &value)
{
    switch (value.type()) {
    case Type::Undefined:
        return 0;
    case Type::String:
        return text::length(std::get<QString>(value.data()));
    case Type::List:
    case Type::Tuple:
        return static_cast<qint64>(value.items().size());
    case Type::Dict:
        return value.entries().size();
    case Type::Object:
        if (const std::optional<qint64> length = value.asObject()->length())
            return *length;
        break;
    default:
        break;
    }
    fail(QStringLiteral("a value of type %1 has no length").arg(value.typeName()));
}

bool contains(Session &session, const Value &container, const Value &item)
{
    if (const QString *string = std::get_if<QString>(&container.data())) {
        if (item.isUndefined())
            fail(item.undefinedMessage());
        if (!item.isString())
            fail(QStringLiteral("'in' looks for text in text, not for %1").arg(item.typeName()));
        session.work(string->size());
        return string->contains(std::get<QString>(item.data()));
    }
    if (container.isDict()) {
        requireHashable(item);
        return container.asDict()->contains(item);
    }
    if (container.isList()) {
        return std::any_of(container.items().begin(), container.items().end(), [&](const Value &candidate) {
            session.work(1);
            return session.equal(candidate, item);
        });
    }
    const std::unique_ptr<Iterator> iterator = session.iterate(container);
    while (const std::optional<Value> candidate = iterator->next()) {
        session.step();
        if (session.equal(*candidate, item))
            return true;
    }
    return false;
}

void refuseCycle(Session &session, const Value &container, const Value &value)
{
    std::unordered_set<const void *> seen;
    const auto identity = [](const Value &v) -> const void * {
        if (v.isList())
            return v.asList();
        return v.isDict() ? static_cast<const void *>(v.asDict()) : v.asObject().get();
    };
    const void *wanted = identity(container);
    List pending{value};
    const auto push = [&](const Value &held) {
        if (held.type() >= Type::List && held.type() != Type::Callable)
            pending.push_back(held);
    };
    while (!pending.empty()) {
        const Value next = std::move(pending.back());
        pending.pop_back();
        const void *id = identity(next);
        if (!id)
            continue;
        if (id == wanted)
            fail(QStringLiteral("a value cannot be put into itself"));
        if (!seen.insert(id).second)
            continue;
        session.work(static_cast<qint64>(next.items().size()) + next.entries().size());
        std::for_each(next.items().begin(), next.items().end(), push);
        for (const Dict::Entry &entry : next.entries())
            push(entry.value);
        if (const auto object = next.asObject())
            object->visitHeld(push);
    }
}

void requireHashable(const Value &key)
{
    if (!hashOf(key))
        fail(QStringLiteral("a value of type %1 cannot be a key: use text or a number").arg(key.typeName()));
}

List &changeable(const Value &list)
{
    const auto &data = std::get<std::shared_ptr<ListData>>(list.data());
    if (data->frozen)
        fail(QStringLiteral(
            "this list belongs to the project and cannot be changed: copy it first, with (name | list)"));
    return data->items;
}

Dict &changeableDict(const Value &dict)
{
    const auto &data = std::get<std::shared_ptr<DictData>>(dict.data());
    if (data->frozen)
        fail(QStringLiteral(
            "this dict belongs to the project and cannot be changed: copy it first, with dict(name)"));
    return data->entries;
}

} // namespace daybook::templating
