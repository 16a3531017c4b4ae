#include "models/build/grants.h"

#include "models/core/json.h"
#include "models/project/config.h"

#include <QJsonArray>
#include <QJsonObject>

namespace daybook::build {
namespace {

bool isPrivilege(const QString &word)
{
    static const QStringList known{QStringLiteral("select"),   QStringLiteral("insert"),
                                   QStringLiteral("update"),   QStringLiteral("delete"),
                                   QStringLiteral("truncate"), QStringLiteral("references"),
                                   QStringLiteral("trigger"),  QStringLiteral("maintain")};
    return known.contains(word);
}

Error wrong(const project::Node &node, const QString &what)
{
    return {.kind = ErrorKind::Project,
            .message =
                QStringLiteral("%1: grants: %2. Write it like {select: [reporter]}.").arg(node.name, what),
            .where = Location{node.path, 0, 0}};
}

} // namespace

Result<QString> wantedGrants(const project::Node &node)
{
    const templating::Value grants = node.config.find(u"grants");
    if (!grants.isPresent())
        return QString();
    if (!grants.isDict())
        return failure(wrong(node, QStringLiteral("%1 is not a mapping").arg(grants.repr())));
    QJsonObject wanted;
    for (const templating::Dict::Entry &entry : grants.entries()) {
        QString privilege = entry.key.toString().toLower();
        if (privilege.startsWith(QLatin1Char('+'))) // it had nothing to add to
            privilege.remove(0, 1);
        if (!isPrivilege(privilege))
            return failure(
                wrong(node, QStringLiteral("%1 is no privilege of a table").arg(entry.key.repr())));
        const QStringList roles = project::configTexts(grants, entry.key.toString());
        if (roles.contains(QString()))
            return failure(wrong(node, QStringLiteral("a role of %1 has no name").arg(privilege)));
        wanted.insert(privilege, QJsonArray::fromStringList(roles));
    }
    return wanted.isEmpty() ? QString() : compactJson(wanted);
}

} // namespace daybook::build
