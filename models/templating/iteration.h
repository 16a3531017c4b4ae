#pragma once

#include "models/templating/session.h"

namespace daybook::templating {

enum class DictPart { Keys, Values, Items };

/// Fails when the dict changes size meanwhile.
class DictIterator : public Iterator
{
public:
    DictIterator(Value dict, DictPart part)
        : m_dict(std::move(dict)), m_part(part), m_size(m_dict.entries().size())
    {
    }
    std::optional<Value> next() override;

private:
    Value m_dict;
    DictPart m_part;
    qsizetype m_size;
    size_t m_next = 0;
};

/// What keys(), values() and items() give: a view that follows its dict.
class DictView : public NativeObject
{
public:
    DictView(Value dict, DictPart part) : m_dict(std::move(dict)), m_part(part) {}
    QString typeName() const override { return QStringLiteral("dict view"); }
    void write(TextWriter &writer) const override;
    bool isTruthy() const override { return !m_dict.entries().isEmpty(); }
    std::unique_ptr<Iterator> iterate() const override
    {
        return std::make_unique<DictIterator>(m_dict, m_part);
    }
    std::optional<qint64> length() const override;
    bool equalTo(const Object &other, Equality &equality) const override;
    void visitHeld(const std::function<void(const Value &)> &visit) const override { visit(m_dict); }
    void releaseHeld(List &into) override { into.push_back(std::move(m_dict)); }

private:
    Value m_dict;
    DictPart m_part;
};

struct GeneratorState
{
    List items = {};
    std::optional<Error> failure = {}; ///< what happens to those who go beyond the items
    size_t next = 0;
};

/// What map, select and their like give: always true, without length, and gone through only once. Its
/// elements are there from the start, but an error among them is only met by those who reach it, as with
/// Python's.
class Generator : public NativeObject
{
public:
    explicit Generator(GeneratorState state) : m_state(std::make_shared<GeneratorState>(std::move(state))) {}
    ~Generator() override;
    QString typeName() const override { return QStringLiteral("generator"); }
    QString toString() const override { return QStringLiteral("<generator object>"); }
    std::unique_ptr<Iterator> iterate() const override;
    std::optional<qint64> length() const override { return std::nullopt; }
    void visitHeld(const std::function<void(const Value &)> &visit) const override;

private:
    std::shared_ptr<GeneratorState> m_state;
};

/// A generator of what `fill` puts into the list it is given.
Value generator(const std::function<void(List &)> &fill);

/// Numbers from a start up to, and not including, a stop; none of them exists before it is asked for.
class Range : public NativeObject
{
public:
    Range(qint64 start, qint64 stop, qint64 step) : m_start(start), m_stop(stop), m_step(step) {}
    QString typeName() const override { return QStringLiteral("range"); }
    QString toString() const override;
    bool isTruthy() const override { return *length() > 0; }
    std::unique_ptr<Iterator> iterate() const override;
    std::optional<qint64> length() const override;
    Result<Value> item(const Value &key) const override;
    bool equals(const Object &other) const override;
    /// The elements from one index to another; both within the range, or one off its end.
    Value sliced(qint64 from, qint64 to, qint64 step) const;

private:
    qint64 m_start;
    qint64 m_stop;
    qint64 m_step;
};

} // namespace daybook::templating
