#include "models/warehouse/connectionspec.h"

#include <QStringList>

#include <libpq-fe.h>
#include <memory>

namespace daybook::warehouse {
namespace {

using OptionsPointer = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

bool isSecret(const QString &keyword)
{
    return keyword == QStringLiteral("password") || keyword == QStringLiteral("sslpassword");
}

QString quoted(QString value)
{
    value.replace(QLatin1Char('\\'), QStringLiteral("\\\\"))
        .replace(QLatin1Char('\''), QStringLiteral("\\'"));
    const bool plain =
        !value.isEmpty() && !value.contains(QLatin1Char(' ')) && !value.contains(QLatin1Char('\\'));
    return plain ? value : QLatin1Char('\'') + value + QLatin1Char('\'');
}

} // namespace

Result<ConnectionSpec> ConnectionSpec::fromConnectionString(const QString &text)
{
    char *reason = nullptr;
    const OptionsPointer options(PQconninfoParse(text.toUtf8().constData(), &reason), &PQconninfoFree);
    PQfreemem(reason); // libpq quotes parts of the string there, passwords included
    if (!options)
        return failure(
            ErrorKind::Usage,
            QStringLiteral("The connection string cannot be read. Write it as "
                           "\"host=... port=... dbname=... user=...\", as a postgresql:// address, "
                           "or as \"service=NAME\"."));
    ConnectionSpec spec;
    for (const PQconninfoOption *option = options.get(); option->keyword; ++option) {
        if (option->val)
            spec.set(QString::fromUtf8(option->keyword), QString::fromUtf8(option->val));
    }
    return spec;
}

void ConnectionSpec::set(const QString &keyword, const QString &value)
{
    if (value.isEmpty())
        m_values.remove(keyword);
    else
        m_values.insert(keyword, value);
}

QString ConnectionSpec::displayName() const
{
    if (m_values.contains(QStringLiteral("service")))
        return QStringLiteral("service ") + value(QStringLiteral("service"));
    QString name;
    if (const QString user = value(QStringLiteral("user")); !user.isEmpty())
        name += user + QLatin1Char('@');
    const QString host = value(QStringLiteral("host"));
    name += host.isEmpty() ? QStringLiteral("localhost") : host;
    if (const QString port = value(QStringLiteral("port")); !port.isEmpty())
        name += QLatin1Char(':') + port;
    if (const QString database = value(QStringLiteral("dbname")); !database.isEmpty())
        name += QLatin1Char('/') + database;
    return name;
}

QString ConnectionSpec::toPublicString() const
{
    QStringList parts;
    for (auto it = m_values.begin(); it != m_values.end(); ++it) {
        if (!isSecret(it.key()))
            parts += it.key() + QLatin1Char('=') + quoted(it.value());
    }
    return parts.join(QLatin1Char(' '));
}

} // namespace daybook::warehouse
