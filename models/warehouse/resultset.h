#pragma once

#include "models/core/decimal.h"
#include "models/core/result.h"

#include <QByteArrayView>
#include <QDate>
#include <QDateTime>
#include <QString>

#include <memory>
#include <optional>

struct pg_result;

namespace daybook::warehouse {

/// The rows of one statement, shared and immutable; cheap to copy. Rows and columns count from 0. Reading
/// outside of it is a programmer's mistake and asserts. Values are the server's text, kept as sent.
class ResultSet
{
public:
    ResultSet() = default;
    explicit ResultSet(std::shared_ptr<const pg_result> result);

    int rowCount() const;
    int columnCount() const;
    QString columnName(int column) const;
    /// -1 when there is no column of that name.
    int columnIndex(const QString &name) const;
    /// The type's object identifier in the server's catalog (pg_type.oid).
    unsigned columnType(int column) const;
    /// Rows that INSERT, COPY, CREATE TABLE AS and the like report; 0 for statements that report none.
    qint64 affectedRows() const;

    bool isNull(int row, int column) const;
    QByteArrayView bytes(int row, int column) const;
    /// NULL reads as an empty string: ask isNull where the difference matters.
    QString text(int row, int column) const;
    /// Nothing for NULL or for what is not of that type.
    std::optional<qint64> integer(int row, int column) const;
    std::optional<Decimal> decimal(int row, int column) const;
    std::optional<QDate> date(int row, int column) const;
    std::optional<bool> boolean(int row, int column) const;
    /// timestamptz as the server prints it under DateStyle ISO; in UTC. Nothing for infinity.
    std::optional<QDateTime> instant(int row, int column) const;

private:
    std::shared_ptr<const pg_result> m_result;
};

} // namespace daybook::warehouse
