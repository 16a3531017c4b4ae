#pragma once

#include "models/core/result.h"
#include "models/warehouse/dialect.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace daybook::warehouse {

/// How to reach one server: libpq's keywords and values, and what Daybook says about the connection.
/// Holds the password if the user gave one, so it is never printed: show `displayName()`.
class ConnectionSpec
{
public:
    ConnectionSpec() = default;

    /// "host=... dbname=...", "postgresql://...", "service=...". Error: Usage, without echoing the string,
    /// which may hold a password.
    static Result<ConnectionSpec> fromConnectionString(const QString &text);

    /// Sets one of libpq's keywords; an empty value removes it.
    void set(const QString &keyword, const QString &value);
    QString value(const QString &keyword) const { return m_values.value(keyword); }
    const QMap<QString, QString> &values() const { return m_values; }

    /// "user@host:port/dbname" with what is known; never a password.
    QString displayName() const;

    /// The spec as a connection string without password and other secrets.
    QString toPublicString() const;

    /// True for a connection that must not change anything; the session is then read-only on the server.
    bool isReadOnly() const { return m_readOnly; }
    void setReadOnly(bool readOnly) { m_readOnly = readOnly; }

    /// What the server is, where that was said (by a profile's type) and is not to be found out.
    std::optional<Engine> engine() const { return m_engine; }
    void setEngine(std::optional<Engine> engine) { m_engine = engine; }

    bool operator==(const ConnectionSpec &) const = default;

private:
    QMap<QString, QString> m_values;
    bool m_readOnly = false;
    std::optional<Engine> m_engine;
};

} // namespace daybook::warehouse
