#include "models/warehouse/resultset.h"

#include <libpq-fe.h>

namespace daybook::warehouse {

ResultSet::ResultSet(std::shared_ptr<const pg_result> result) : m_result(std::move(result)) {}

int ResultSet::rowCount() const
{
    return m_result ? PQntuples(m_result.get()) : 0;
}

int ResultSet::columnCount() const
{
    return m_result ? PQnfields(m_result.get()) : 0;
}

QString ResultSet::columnName(int column) const
{
    Q_ASSERT(column >= 0 && column < columnCount());
    return QString::fromUtf8(PQfname(m_result.get(), column));
}

int ResultSet::columnIndex(const QString &name) const
{
    for (int column = 0; column < columnCount(); ++column) {
        if (columnName(column) == name)
            return column;
    }
    return -1;
}

unsigned ResultSet::columnType(int column) const
{
    Q_ASSERT(column >= 0 && column < columnCount());
    return PQftype(m_result.get(), column);
}

qint64 ResultSet::affectedRows() const
{
    // libpq's signature predates const; it only reads.
    return m_result ? QByteArray(PQcmdTuples(const_cast<PGresult *>(m_result.get()))).toLongLong() : 0;
}

bool ResultSet::isNull(int row, int column) const
{
    Q_ASSERT(row >= 0 && row < rowCount() && column >= 0 && column < columnCount());
    return PQgetisnull(m_result.get(), row, column) != 0;
}

QByteArrayView ResultSet::bytes(int row, int column) const
{
    Q_ASSERT(row >= 0 && row < rowCount() && column >= 0 && column < columnCount());
    return {PQgetvalue(m_result.get(), row, column), PQgetlength(m_result.get(), row, column)};
}

QString ResultSet::text(int row, int column) const
{
    return QString::fromUtf8(bytes(row, column));
}

std::optional<qint64> ResultSet::integer(int row, int column) const
{
    if (isNull(row, column))
        return std::nullopt;
    bool ok = false;
    const qint64 value = bytes(row, column).toByteArray().toLongLong(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

std::optional<Decimal> ResultSet::decimal(int row, int column) const
{
    if (isNull(row, column))
        return std::nullopt;
    const auto value = Decimal::parse(text(row, column));
    return value ? std::optional(*value) : std::nullopt;
}

std::optional<QDate> ResultSet::date(int row, int column) const
{
    if (isNull(row, column))
        return std::nullopt;
    const QDate value = QDate::fromString(text(row, column).left(10), Qt::ISODate);
    return value.isValid() ? std::optional(value) : std::nullopt;
}

std::optional<bool> ResultSet::boolean(int row, int column) const
{
    if (isNull(row, column))
        return std::nullopt;
    return bytes(row, column) == "t";
}

std::optional<QDateTime> ResultSet::instant(int row, int column) const
{
    if (isNull(row, column))
        return std::nullopt;
    QString value = text(row, column);
    // The server prints "2026-11-22 03:20:00.123456+09"; Qt wants "T", at most milliseconds, and "+09:00".
    value.replace(10, 1, QLatin1Char('T'));
    const qsizetype zone = std::max(value.lastIndexOf(QLatin1Char('+')), value.lastIndexOf(QLatin1Char('-')));
    if (zone == value.size() - 3)
        value += QStringLiteral(":00");
    const QDateTime instant = QDateTime::fromString(value, Qt::ISODateWithMs).toUTC();
    return instant.isValid() ? std::optional(instant) : std::nullopt;
}

} // namespace daybook::warehouse
