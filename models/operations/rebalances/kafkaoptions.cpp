#include "models/operations/rebalances/kafkaoptions.h"

#include <algorithm>

namespace daybook::operations {

QString KafkaOptions::value(const QString &name) const
{
    const auto found = std::find_if(properties.rbegin(), properties.rend(),
                                    [&name](const Property &property) { return property.name == name; });
    return found == properties.rend() ? QString() : found->value;
}

Result<QList<KafkaOptions::Property>> readKafkaProperties(const QByteArray &text, const QString &file)
{
    QList<KafkaOptions::Property> properties;
    int number = 0;
    for (const QByteArray &raw : text.split('\n')) {
        const QString line = QString::fromUtf8(raw).trimmed();
        const Location where{file, ++number, 0};
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')) || line.startsWith(QLatin1Char('!')))
            continue;
        const auto equals = line.indexOf(QLatin1Char('='));
        if (equals < 1)
            return failure(Error{.kind = ErrorKind::Usage,
                                 .message = QStringLiteral("This line is not of the form name=value."),
                                 .where = where});
        properties.append({line.left(equals).trimmed(), line.mid(equals + 1).trimmed(), where});
    }
    return properties;
}

bool isSecretProperty(const QString &name)
{
    for (const char *part : {"password", "secret", ".pem", "oauthbearer", "jaas", "certificate"})
        if (name.contains(QLatin1String(part), Qt::CaseInsensitive))
            return true;
    return false;
}

} // namespace daybook::operations
