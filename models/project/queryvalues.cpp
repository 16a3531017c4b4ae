#include "models/project/queryvalues.h"

#include "models/templating/object.h"
#include "models/warehouse/identifier.h"

#include <QRegularExpression>

namespace daybook::project {

using templating::Arguments;
using templating::Dict;
using templating::List;
using templating::Object;
using templating::Value;
using warehouse::ResultSet;

namespace {

// Object identifiers of PostgreSQL's own types, fixed since ever (pg_type.dat).
constexpr unsigned Bool = 16;
constexpr unsigned Int8 = 20;
constexpr unsigned Int2 = 21;
constexpr unsigned Int4 = 23;
constexpr unsigned Oid = 26;
constexpr unsigned Numeric = 1700;

Value cell(const ResultSet &result, int row, int column)
{
    if (result.isNull(row, column))
        return Value::none();
    switch (result.columnType(column)) {
    case Bool:
        return Value(result.boolean(row, column).value_or(false));
    case Int2:
    case Int4:
    case Int8:
    case Oid:
    case Numeric: // count() and sum() of whole numbers, which templates count with
        if (const auto number = result.integer(row, column))
            return Value(*number);
        break;
    default:
        break;
    }
    return Value(result.text(row, column));
}

Value constant(const Value &value)
{
    return Value::fromFunction(QStringLiteral("function"),
                               [value](const Arguments &) -> Result<Value> { return value; });
}

/// A row: by position, by name, and gone through value by value.
class Row final : public Object
{
public:
    Row(QStringList names, List cells) : m_names(std::move(names)), m_cells(std::move(cells)) {}

    QString typeName() const override { return QStringLiteral("Row"); }
    QString toString() const override { return Value(m_cells).toString(); }
    std::optional<List> elements() const override { return m_cells; }
    std::optional<qint64> length() const override { return static_cast<qint64>(m_cells.size()); }

    Result<Value> attribute(const QString &name) const override
    {
        if (name == u"values")
            return constant(Value(m_cells));
        if (name == u"keys")
            return constant(names());
        if (name == u"dict")
            return constant(asDict());
        return named(name);
    }

    Result<Value> item(const Value &key) const override
    {
        const auto index = key.asInteger();
        if (!index)
            return named(key.toString());
        const auto size = static_cast<qint64>(m_cells.size());
        const qint64 at = *index < 0 ? *index + size : *index;
        return at >= 0 && at < size ? m_cells[static_cast<std::size_t>(at)]
                                    : Value::undefined(QString::number(*index));
    }

private:
    Result<Value> named(const QString &name) const
    {
        const auto index = m_names.indexOf(name);
        return index < 0 ? Value::undefined(name) : m_cells[static_cast<std::size_t>(index)];
    }
    Value names() const
    {
        List list;
        for (const QString &name : m_names)
            list.push_back(Value(name));
        return Value(std::move(list));
    }
    Value asDict() const
    {
        Dict dict;
        for (qsizetype i = 0; i < m_names.size(); ++i)
            dict.insert(m_names[i], m_cells[static_cast<std::size_t>(i)]);
        return Value(std::move(dict));
    }

    QStringList m_names;
    List m_cells;
};

/// One column of a result: its name, its values().
class ResultColumn final : public Object
{
public:
    ResultColumn(ResultSet result, int column) : m_result(std::move(result)), m_column(column) {}

    QString typeName() const override { return QStringLiteral("Column"); }
    std::optional<qint64> length() const override { return m_result.rowCount(); }
    std::optional<List> elements() const override
    {
        List values;
        for (int row = 0; row < m_result.rowCount(); ++row)
            values.push_back(cell(m_result, row, m_column));
        return values;
    }
    Result<Value> attribute(const QString &name) const override
    {
        if (name == u"name")
            return Value(m_result.columnName(m_column));
        return name == u"values" ? constant(Value(*elements())) : Value::undefined(name);
    }

private:
    ResultSet m_result;
    int m_column;
};

Value columnValues(const ResultSet &result, int column)
{
    return Value::fromObject(std::make_shared<const ResultColumn>(result, column));
}

/// The whole result. Its parts are made when they are asked for.
class Table final : public Object
{
public:
    explicit Table(ResultSet result) : m_result(std::move(result))
    {
        for (int column = 0; column < m_result.columnCount(); ++column)
            m_names << m_result.columnName(column);
    }

    QString typeName() const override { return QStringLiteral("Table"); }
    QString toString() const override
    {
        return QStringLiteral("<Table of %1 rows>").arg(m_result.rowCount());
    }
    std::optional<List> elements() const override { return rows(); }
    std::optional<qint64> length() const override { return m_result.rowCount(); }

    Result<Value> attribute(const QString &name) const override
    {
        if (name == u"rows")
            return Value(rows());
        if (name == u"columns")
            return columns();
        if (name == u"column_names") {
            List names;
            for (const QString &column : m_names)
                names.push_back(Value(column));
            return Value(std::move(names));
        }
        if (name == u"print_table" || name == u"print_csv")
            return constant(Value(QString()));
        return Value::undefined(name);
    }

private:
    List rows() const
    {
        List rows;
        for (int row = 0; row < m_result.rowCount(); ++row) {
            List cells;
            for (int column = 0; column < m_result.columnCount(); ++column)
                cells.push_back(cell(m_result, row, column));
            rows.push_back(Value::fromObject(std::make_shared<const Row>(m_names, std::move(cells))));
        }
        return rows;
    }
    Value columns() const;

    ResultSet m_result;
    QStringList m_names;
};

/// `columns[0]` and `columns['name']`.
class Columns final : public Object
{
public:
    explicit Columns(ResultSet result) : m_result(std::move(result)) {}

    QString typeName() const override { return QStringLiteral("Columns"); }
    std::optional<qint64> length() const override { return m_result.columnCount(); }
    std::optional<List> elements() const override
    {
        List all;
        for (int column = 0; column < m_result.columnCount(); ++column)
            all.push_back(columnValues(m_result, column));
        return all;
    }
    Result<Value> attribute(const QString &name) const override
    {
        const int column = m_result.columnIndex(name);
        return column < 0 ? Value::undefined(name) : columnValues(m_result, column);
    }
    Result<Value> item(const Value &key) const override
    {
        const auto index = key.asInteger();
        if (!index)
            return attribute(key.toString());
        const qint64 at = *index < 0 ? *index + m_result.columnCount() : *index;
        return at >= 0 && at < m_result.columnCount() ? columnValues(m_result, static_cast<int>(at))
                                                      : Value::undefined(QString::number(*index));
    }

private:
    ResultSet m_result;
};

Value Table::columns() const
{
    return Value::fromObject(std::make_shared<const Columns>(m_result));
}

bool isOneOf(const QString &type, const char *names)
{
    static const QRegularExpression modifier(QStringLiteral("\\s*\\(.*$"));
    const QString bare = QString(type).remove(modifier).toLower();
    return QString::fromLatin1(names).split(u'|').contains(bare);
}

} // namespace

Value tableOf(const ResultSet &result)
{
    return Value::fromObject(std::make_shared<const Table>(result));
}

Value resultOf(const ResultSet &result)
{
    List data;
    for (int row = 0; row < result.rowCount(); ++row) {
        List cells;
        for (int column = 0; column < result.columnCount(); ++column)
            cells.push_back(cell(result, row, column));
        data.push_back(Value(std::move(cells)));
    }
    return Value(Dict{{QStringLiteral("response"), Value(QString::number(result.affectedRows()))},
                      {QStringLiteral("data"), Value(std::move(data))},
                      {QStringLiteral("table"), tableOf(result)}});
}

Value columnOf(const QString &name, const QString &type)
{
    const bool text = isOneOf(type, "text|character varying|character|varchar|char|bpchar");
    const bool integer =
        isOneOf(type, "smallint|integer|bigint|int|int2|int4|int8|smallserial|serial|bigserial");
    const bool numeric = isOneOf(type, "numeric|decimal");
    const bool real = isOneOf(type, "real|float4|float|double precision|float8");
    return Value(Dict{{QStringLiteral("name"), Value(name)},
                      {QStringLiteral("column"), Value(name)},
                      {QStringLiteral("quoted"), Value(warehouse::quoteIdentifier(name))},
                      {QStringLiteral("dtype"), Value(type)},
                      {QStringLiteral("data_type"), Value(type)},
                      {QStringLiteral("is_string"), constant(Value(text))},
                      {QStringLiteral("is_integer"), constant(Value(integer))},
                      {QStringLiteral("is_numeric"), constant(Value(numeric))},
                      {QStringLiteral("is_float"), constant(Value(real))},
                      {QStringLiteral("is_number"), constant(Value(integer || numeric || real))}});
}

} // namespace daybook::project
