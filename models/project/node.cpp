#include "models/project/node.h"

#include "models/core/sha256.h"

namespace daybook::project {

using templating::Value;

QString toString(ResourceType type)
{
    switch (type) {
    case ResourceType::Model:
        return QStringLiteral("model");
    case ResourceType::Seed:
        return QStringLiteral("seed");
    case ResourceType::Snapshot:
        return QStringLiteral("snapshot");
    case ResourceType::Test:
        return QStringLiteral("test");
    case ResourceType::Exposure:
        return QStringLiteral("exposure");
    case ResourceType::Source:
        break;
    }
    return QStringLiteral("source");
}

bool ModelVersion::isBefore(const Value &a, const Value &b)
{
    bool areNumbers = true;
    bool ok = false;
    const double left = a.toString().toDouble(&ok);
    areNumbers = ok;
    const double right = b.toString().toDouble(&ok);
    areNumbers = areNumbers && ok;
    return areNumbers ? left < right : a.toString() < b.toString();
}

QString Node::versionedName() const
{
    return version ? name + QStringLiteral(".v") + version->number.toString() : name;
}

QString Node::access() const
{
    return config.find(u"access").stringOr(QStringLiteral("protected"));
}

QString Node::materialization() const
{
    if (type != ResourceType::Model)
        return toString(type);
    return config.find(u"materialized").stringOr(QStringLiteral("view"));
}

QString Node::versionHash() const
{
    Sha256 hash;
    // A zero byte keeps the parts apart.
    for (const QByteArray &part : {ownSql().toUtf8(), contentHash.toUtf8(), config.toJson()}) {
        hash.add(part);
        hash.add(QByteArrayView("", 1));
    }
    if (test) {
        hash.add(test->generic.toUtf8() + '\0' + test->attachedNode.toUtf8() + '\0' + test->column.toUtf8());
        hash.add(test->arguments.toJson());
    }
    return QString::fromLatin1(hash.hex());
}

} // namespace daybook::project
