#include "models/project/node.h"

#include "models/core/sha256.h"

namespace daybook::project {

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
    case ResourceType::Source:
        break;
    }
    return QStringLiteral("source");
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
