#pragma once

#include "models/core/result.h"

#include <QList>
#include <QString>

namespace daybook::operations {

/// How to reach a cluster. The properties may be secrets: they are handed to librdkafka and never printed.
struct KafkaOptions
{
    struct Property
    {
        QString name; ///< as librdkafka calls it: "security.protocol", "sasl.password"
        QString value;
        Location where;
    };

    QString brokers; ///< host:port, separated by commas
    QList<Property> properties;

    QString value(const QString &name) const;
};

/// Lines of name=value; blank lines and those that begin with # or ! are comments. Error: Usage, with the
/// line.
Result<QList<KafkaOptions::Property>> readKafkaProperties(const QByteArray &text, const QString &file);

/// What may not stand in a message.
bool isSecretProperty(const QString &name);

} // namespace daybook::operations
