#include "models/templating/valuedata.h"

#include "models/templating/session.h"

#include <algorithm>
#include <cmath>

namespace daybook::templating {

namespace {

bool holdsValues(const Value &value)
{
    return value.type() == Value::Type::List || value.type() == Value::Type::Tuple ||
           value.type() == Value::Type::Dict || value.type() == Value::Type::Object;
}

template <typename Pointer> bool onlyOwner(const Pointer &pointer)
{
    return pointer.use_count() == 1;
}

} // namespace

ListData::~ListData()
{
    if (!frozen) // a frozen value was built by C++, no deeper than its source
        Release::values(items);
}

TupleData::~TupleData()
{
    if (!frozen)
        Release::values(items);
}

DictData::~DictData()
{
    if (!frozen)
        Release::entries(entries);
}

void Release::values(List &values)
{
    if (std::none_of(values.begin(), values.end(), holdsValues))
        return;
    List pending = std::move(values);
    drain(pending);
}

void Release::entries(Dict &dict)
{
    List pending;
    for (Dict::Entry &entry : dict.m_entries) {
        if (holdsValues(entry.value))
            pending.push_back(std::move(entry.value));
    }
    drain(pending);
}

void Release::drain(List &pending)
{
    while (!pending.empty()) {
        const Value value = std::move(pending.back());
        pending.pop_back();
        if (auto *list = std::get_if<std::shared_ptr<ListData>>(&value.m_data); list && onlyOwner(*list)) {
            List items = std::move((*list)->items);
            std::move(items.begin(), items.end(), std::back_inserter(pending));
        } else if (auto *tuple = std::get_if<std::shared_ptr<const TupleData>>(&value.m_data);
                   tuple && onlyOwner(*tuple)) {
            // Nobody else can see it any more, so its constness binds nobody.
            List items = std::move(const_cast<TupleData &>(**tuple).items);
            std::move(items.begin(), items.end(), std::back_inserter(pending));
        } else if (auto *dict = std::get_if<std::shared_ptr<DictData>>(&value.m_data);
                   dict && onlyOwner(*dict)) {
            for (Dict::Entry &entry : (*dict)->entries.m_entries)
                pending.push_back(std::move(entry.value));
        } else if (auto *object = std::get_if<std::shared_ptr<const Object>>(&value.m_data);
                   object && *object && onlyOwner(*object)) {
            const_cast<Object &>(**object).releaseHeld(pending);
        }
    }
}

std::optional<int> compareNumbers(qint64 a, double b)
{
    if (std::isnan(b))
        return std::nullopt;
    if (b >= 9223372036854775808.0)
        return -1;
    if (b < -9223372036854775808.0)
        return 1;
    // Compare whole parts as integers: a double cannot hold every 64-bit integer.
    const double whole = std::floor(b);
    const qint64 integer = static_cast<qint64>(whole);
    if (a != integer)
        return a < integer ? -1 : 1;
    return whole < b ? -1 : 0;
}

namespace {

bool isNumeric(const Value &value)
{
    const Value::Type type = value.type();
    return type == Value::Type::Bool || type == Value::Type::Integer || type == Value::Type::Float;
}

qint64 wholeOf(const Value &value)
{
    const auto boolean = value.asBool();
    return boolean ? qint64(*boolean) : *value.asInteger();
}

bool equalNumbers(const Value &a, const Value &b)
{
    const bool aFloat = a.type() == Value::Type::Float;
    const bool bFloat = b.type() == Value::Type::Float;
    if (aFloat && bFloat)
        return std::get<double>(a.data()) == std::get<double>(b.data());
    if (aFloat)
        return compareNumbers(wholeOf(b), std::get<double>(a.data())) == 0;
    if (bFloat)
        return compareNumbers(wholeOf(a), std::get<double>(b.data())) == 0;
    return wholeOf(a) == wholeOf(b);
}

} // namespace

bool Equality::equal(const Value &a, const Value &b)
{
    if (isNumeric(a) && isNumeric(b))
        return equalNumbers(a, b);
    if (a.type() != b.type())
        return false;
    if (--m_budget < 0 || m_depth > MaximumValueDepth) {
        m_exhausted = true;
        return false;
    }
    switch (a.type()) {
    case Value::Type::Undefined:
    case Value::Type::None:
        return true;
    case Value::Type::String:
        return std::get<QString>(a.data()) == std::get<QString>(b.data());
    case Value::Type::Dict:
        return equal(*a.asDict(), *b.asDict());
    case Value::Type::List:
    case Value::Type::Tuple:
        return equalLists(*a.asList(), *b.asList());
    case Value::Type::Object:
        return equalObjects(*a.asObject(), *b.asObject());
    default:
        return a.data() == b.data();
    }
}

bool Equality::equalObjects(const Object &a, const Object &b)
{
    const auto *native = dynamic_cast<const NativeObject *>(&a);
    if (!native)
        return a.equals(b);
    ++m_depth;
    const bool same = native->equalTo(b, *this);
    --m_depth;
    return same;
}

bool Equality::equalLists(const List &a, const List &b)
{
    if (&a == &b)
        return true;
    if (a.size() != b.size())
        return false;
    ++m_depth;
    const bool same = std::equal(a.begin(), a.end(), b.begin(), [this](const Value &x, const Value &y) {
        return !m_exhausted && equal(x, y);
    });
    --m_depth;
    return same;
}

bool Equality::equal(const Dict &a, const Dict &b)
{
    if (&a == &b)
        return true;
    if (a.size() != b.size())
        return false;
    ++m_depth;
    const bool same = std::all_of(a.begin(), a.end(), [&](const Dict::Entry &entry) {
        const Value *other = m_exhausted ? nullptr : b.find(entry.key);
        return other && equal(entry.value, *other);
    });
    --m_depth;
    return same;
}

} // namespace daybook::templating
