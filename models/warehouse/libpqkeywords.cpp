#include "models/warehouse/libpqkeywords.h"

#include <libpq-fe.h>

namespace daybook::warehouse {

QMap<QString, QString> keywordsOf(const ConnectionSpec &spec)
{
    QMap<QString, QString> values = spec.values();
    const auto byDefault = [&values](const QString &key, const QString &value) {
        if (!values.contains(key))
            values.insert(key, value);
    };
    byDefault(QStringLiteral("fallback_application_name"), QStringLiteral("daybook"));
    byDefault(QStringLiteral("keepalives_idle"), QStringLiteral("30"));
    byDefault(QStringLiteral("keepalives_interval"), QStringLiteral("10"));
    byDefault(QStringLiteral("keepalives_count"), QStringLiteral("3"));
    values.insert(QStringLiteral("client_encoding"), QStringLiteral("UTF8"));
    return values;
}

PGconn *startConnection(const QMap<QString, QString> &values)
{
    QList<QByteArray> storage;
    for (auto it = values.begin(); it != values.end(); ++it)
        storage << it.key().toUtf8() << it.value().toUtf8();
    QList<const char *> keys;
    QList<const char *> texts;
    for (qsizetype i = 0; i < storage.size(); i += 2) {
        keys << storage[i].constData();
        texts << storage[i + 1].constData();
    }
    keys << nullptr;
    texts << nullptr;
    return PQconnectStartParams(keys.constData(), texts.constData(), 0);
}

} // namespace daybook::warehouse
