#include "models/templating/iteration.h"

#include "models/templating/operations.h"
#include "models/templating/valuedata.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace daybook::templating {

namespace {

/// Sees what is appended meanwhile, as in Python.
class LiveListIterator : public Iterator
{
public:
    explicit LiveListIterator(Value list) : m_list(std::move(list)) {}
    std::optional<Value> next() override
    {
        const List &items = m_list.items();
        return m_next < items.size() ? std::optional(items[m_next++]) : std::nullopt;
    }

private:
    Value m_list;
    size_t m_next = 0;
};

class CharacterIterator : public Iterator
{
public:
    explicit CharacterIterator(QString text) : m_text(std::move(text)) {}
    std::optional<Value> next() override
    {
        if (m_next >= m_text.size())
            return std::nullopt;
        const bool pair = m_text[m_next].isHighSurrogate() && m_next + 1 < m_text.size();
        const qsizetype at = m_next;
        m_next += pair ? 2 : 1;
        return Value(m_text.sliced(at, pair ? 2 : 1));
    }

private:
    QString m_text;
    qsizetype m_next = 0;
};

} // namespace

std::optional<Value> DictIterator::next()
{
    const Dict &dict = m_dict.entries();
    if (dict.size() != m_size)
        fail(QStringLiteral("a dict was changed while a loop ran over it: loop over (name | list) instead"));
    if (m_next >= dict.entries().size())
        return std::nullopt;
    const Dict::Entry &entry = dict.entries()[m_next++];
    switch (m_part) {
    case DictPart::Keys:
        return entry.key;
    case DictPart::Values:
        return entry.value;
    default:
        return Value::fromTuple({entry.key, entry.value});
    }
}

std::unique_ptr<Iterator> Session::iterate(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Undefined:
        if (m_undefined == UndefinedPolicy::Strict)
            fail(value.undefinedMessage());
        return std::make_unique<LiveListIterator>(Value());
    case Value::Type::List:
    case Value::Type::Tuple:
        return std::make_unique<LiveListIterator>(value);
    case Value::Type::Dict:
        return std::make_unique<DictIterator>(value, DictPart::Keys);
    case Value::Type::String:
        return std::make_unique<CharacterIterator>(*value.asString());
    case Value::Type::Object:
        if (std::unique_ptr<Iterator> iterator = value.asObject()->iterate())
            return iterator;
        break;
    default:
        break;
    }
    fail(QStringLiteral("a value of type %1 has no elements to go through").arg(value.typeName()));
}

namespace {

class GeneratorIterator : public Iterator
{
public:
    explicit GeneratorIterator(std::shared_ptr<GeneratorState> state) : m_state(std::move(state)) {}
    std::optional<Value> next() override
    {
        if (m_state->next < m_state->items.size())
            return m_state->items[m_state->next++];
        if (const std::optional<Error> failure = std::exchange(m_state->failure, std::nullopt))
            failWith(*failure);
        return std::nullopt;
    }

private:
    std::shared_ptr<GeneratorState> m_state;
};

} // namespace

Generator::~Generator()
{
    if (m_state.use_count() == 1) // else somebody still goes through it
        Release::values(m_state->items);
}

std::unique_ptr<Iterator> Generator::iterate() const
{
    return std::make_unique<GeneratorIterator>(m_state);
}

void Generator::visitHeld(const std::function<void(const Value &)> &visit) const
{
    for (const Value &item : m_state->items)
        visit(item);
}

Value generator(const std::function<void(List &)> &fill)
{
    GeneratorState state;
    try {
        fill(state.items);
    } catch (Failure &caught) {
        if (caught.error.kind == ErrorKind::Cancelled)
            throw;
        state.failure = std::move(caught.error);
    }
    return Value(std::shared_ptr<const Object>(std::make_shared<Generator>(std::move(state))));
}

void DictView::write(TextWriter &writer) const
{
    static constexpr const char16_t *names[] = {u"dict_keys(", u"dict_values(", u"dict_items("};
    List items;
    const std::unique_ptr<Iterator> iterator = iterate();
    while (std::optional<Value> item = iterator->next())
        items.push_back(std::move(*item));
    writer.append(names[static_cast<size_t>(m_part)]);
    writer.repr(Value(std::move(items)));
    writer.append(u")");
}

std::optional<qint64> DictView::length() const
{
    return m_dict.entries().size();
}

bool DictView::equalTo(const Object &other, Equality &equality) const
{
    const auto *view = dynamic_cast<const DictView *>(&other);
    if (!view || view->m_part != m_part || m_part == DictPart::Values)
        return this == &other;
    if (m_part == DictPart::Items)
        return equality.equal(m_dict, view->m_dict);
    const Dict &mine = m_dict.entries();
    const Dict &theirs = view->m_dict.entries();
    return mine.size() == theirs.size() && std::all_of(mine.begin(), mine.end(), [&](const auto &entry) {
               return theirs.contains(entry.key);
           });
}

namespace {

class RangeIterator : public Iterator
{
public:
    RangeIterator(qint64 start, qint64 step, qint64 length) : m_next(start), m_step(step), m_left(length) {}
    std::optional<Value> next() override
    {
        if (m_left == 0)
            return std::nullopt;
        const qint64 value = m_next;
        if (--m_left > 0)
            m_next += m_step;
        return Value(value);
    }

private:
    qint64 m_next;
    qint64 m_step;
    qint64 m_left;
};

} // namespace

QString Range::toString() const
{
    const QString text = QStringLiteral("range(%1, %2").arg(m_start).arg(m_stop);
    return m_step == 1 ? text + u')' : text + QStringLiteral(", %1)").arg(m_step);
}

std::optional<qint64> Range::length() const
{
    // In unsigned arithmetic, since the distance may not fit.
    const bool up = m_step > 0;
    if (up ? m_start >= m_stop : m_start <= m_stop)
        return 0;
    const quint64 distance = up ? quint64(m_stop) - quint64(m_start) : quint64(m_start) - quint64(m_stop);
    const quint64 stride = up ? quint64(m_step) : quint64(0) - quint64(m_step);
    return static_cast<qint64>(std::min<quint64>((distance - 1) / stride + 1, quint64(1) << 62));
}

std::unique_ptr<Iterator> Range::iterate() const
{
    return std::make_unique<RangeIterator>(m_start, m_step, *length());
}

Result<Value> Range::item(const Value &key) const
{
    const std::optional<qint64> index = key.asInteger();
    const qint64 size = *length();
    const qint64 at = index ? (*index < 0 ? *index + size : *index) : -1;
    if (at < 0 || at >= size)
        return NativeObject::item(key);
    return Value(m_start + at * m_step);
}

Value Range::sliced(qint64 from, qint64 to, qint64 step) const
{
    // One step beyond the end may not fit 64 bits: then the largest number ends the range as well.
    const auto at = [this](qint64 index) {
        qint64 offset = 0;
        qint64 value = 0;
        const bool overflow =
            __builtin_mul_overflow(index, m_step, &offset) || __builtin_add_overflow(m_start, offset, &value);
        const bool up = (m_step > 0) == (index > 0);
        return !overflow ? value
               : up      ? std::numeric_limits<qint64>::max()
                         : std::numeric_limits<qint64>::min();
    };
    qint64 stride = 0;
    if (__builtin_mul_overflow(m_step, step, &stride))
        stride = (m_step > 0) == (step > 0) ? std::numeric_limits<qint64>::max()
                                            : -std::numeric_limits<qint64>::max();
    return Value(std::shared_ptr<const Object>(std::make_shared<Range>(at(from), at(to), stride)));
}

bool Range::equals(const Object &other) const
{
    const auto *range = dynamic_cast<const Range *>(&other);
    if (!range || range->length() != length())
        return false;
    const qint64 size = *length();
    return size == 0 || (m_start == range->m_start && (size == 1 || m_step == range->m_step));
}

} // namespace daybook::templating
