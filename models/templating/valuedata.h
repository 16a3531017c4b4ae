#pragma once

#include "models/templating/object.h"
#include "models/templating/value.h"

namespace daybook::templating {

struct UndefinedData
{
    QString name;
    QString hint;
};

struct ListData
{
    explicit ListData(List list) : items(std::move(list)) {}
    ~ListData();
    ListData(const ListData &) = delete;
    ListData &operator=(const ListData &) = delete;

    List items;
    bool frozen = false; ///< set before threads share it
};

struct TupleData
{
    explicit TupleData(List list) : items(std::move(list)) {}
    ~TupleData();
    TupleData(const TupleData &) = delete;
    TupleData &operator=(const TupleData &) = delete;

    List items;
    mutable bool frozen = false;
};

struct DictData
{
    explicit DictData(Dict dict) : entries(std::move(dict)) {}
    ~DictData();
    DictData(const DictData &) = delete;
    DictData &operator=(const DictData &) = delete;

    Dict entries;
    bool frozen = false;
};

struct FunctionData
{
    QString name;
    Function function;
};

/// Frees nested values one after the other, since a template can nest them deeper than the stack is.
struct Release
{
    static void values(List &values);
    static void entries(Dict &dict);
    static void drain(List &pending);
};

/// Comparison by Python's rules, bounded: a few lists can unfold into more elements than there is time for.
class Equality
{
public:
    explicit Equality(qint64 budget = qint64(1) << 28) : m_budget(budget) {}
    bool equal(const Value &a, const Value &b);
    bool equal(const Dict &a, const Dict &b);
    bool exhausted() const { return m_exhausted; } ///< the answer is not to be trusted
    qint64 left() const { return m_budget; }

private:
    bool equalLists(const List &a, const List &b);
    bool equalObjects(const Object &a, const Object &b);

    qint64 m_budget;
    int m_depth = 0;
    bool m_exhausted = false;
};

/// Writes values as Python's str() and repr() do, up to a size and a depth.
class TextWriter
{
public:
    explicit TextWriter(qint64 limit = qint64(1) << 30) : m_limit(limit) {}
    void str(const Value &value);
    void repr(const Value &value);
    void append(QStringView text) { m_text += text; }
    bool exhausted() const { return m_exhausted; } ///< the text was cut off
    QString text() && { return std::move(m_text); }

private:
    void list(const List &items, QStringView open, QStringView close, bool commaAfterOne);
    void dict(const Dict &dict);
    void object(const Object &object, bool repr);

    QString m_text;
    qint64 m_limit;
    int m_depth = 0;
    bool m_exhausted = false;
};

struct JsonStyle
{
    int indent = -1; ///< negative: on one line
    bool sortKeys = false;
    bool ascii = false;  ///< \uXXXX for anything else
    bool strict = false; ///< fail on what JSON cannot say, instead of writing null
};

/// Writes JSON as Python's json.dumps does. `error` says what could not be written.
class JsonWriter
{
public:
    explicit JsonWriter(JsonStyle style, qint64 limit = qint64(1) << 30) : m_style(style), m_limit(limit) {}
    bool write(const Value &value);
    QString text() && { return std::move(m_text); }
    QString error() const { return m_error; }

private:
    bool list(const List &items);
    bool dict(const Dict &dict);
    bool refuse(const QString &message);
    void string(QStringView text);
    void number(double value);
    void lineBreak();
    std::optional<QString> key(const Value &key);

    JsonStyle m_style;
    qint64 m_limit;
    int m_depth = 0;
    QString m_text;
    QString m_error;
};

inline constexpr int MaximumValueDepth = 500; ///< of lists in lists, wherever they are walked

/// Python's repr() of a float: the shortest digits that read back the same, always with a point or exponent.
QString floatText(double value);
/// As C's printf writes a float with %f, %e or %g, in no locale and rounded exactly.
QString floatText(double value, char format, int precision);
/// What a literal too large or too small for a float becomes, as in Python: infinity or zero.
double outOfRange(QByteArrayView digits);
QString quoted(QStringView text);

/// -1, 0, 1; nothing when NaN is involved.
std::optional<int> compareNumbers(qint64 a, double b);

} // namespace daybook::templating
