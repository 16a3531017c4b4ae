#include "models/build/moving.h"

namespace daybook::build {
namespace {

using warehouse::quoteIdentifier;
using warehouse::RelationName;

bool isTable(const Live &live)
{
    return live.kind == QStringLiteral("r") || live.kind == QStringLiteral("p");
}

/// A table that only gets other rows is read on all the while.
bool stays(const Candidate &candidate)
{
    return candidate.changes && !candidate.changes->altersTable;
}

QString renaming(const QString &keyword, const RelationName &relation, const QString &name)
{
    return QStringLiteral("alter %1 %2 rename to %3").arg(keyword, relation.toSql(), quoteIdentifier(name));
}

/// Staged in a schema of the run's own, from which it moves.
class MovingBetweenSchemas : public Moving
{
public:
    QString lock(const Candidate &candidate, const Live &live) const override
    {
        // LOCK TABLE on a view would lock the sources below it as well: views are locked when they are
        // renamed.
        if (!isTable(live))
            return {};
        return QStringLiteral("lock table %1 in %2 mode")
            .arg(candidate.live.toSql(), stays(candidate) ? QStringLiteral("share row exclusive")
                                                          : QStringLiteral("access exclusive"));
    }

    QStringList replacement(const Candidate &candidate, const Live &live,
                            const RelationName &retired) const override
    {
        QStringList statements;
        if (live.oid != 0)
            statements << renaming(keywordOf(live.kind), candidate.live, retired.name)
                       << live.makeRoom.split(QStringLiteral(";\n"), Qt::SkipEmptyParts);
        else
            statements << QStringLiteral("create schema if not exists %1")
                              .arg(quoteIdentifier(candidate.live.schema));
        const QString keyword = keywordOf(live.stagedKind);
        if (candidate.staged.name != candidate.live.name)
            statements << renaming(keyword, candidate.staged, candidate.live.name);
        const RelationName moving{candidate.staged.schema, candidate.live.name};
        return statements << QStringLiteral("alter %1 %2 set schema %3")
                                 .arg(keyword, moving.toSql(), quoteIdentifier(candidate.live.schema));
    }
};

/// Staged in the final schema, under another name. Redshift locks in one mode only, which readers wait for.
class MovingByRenames : public Moving
{
public:
    QString lock(const Candidate &candidate, const Live &live) const override
    {
        return isTable(live) && !stays(candidate) ? QStringLiteral("lock ") + candidate.live.toSql()
                                                  : QString();
    }

    QStringList replacement(const Candidate &candidate, const Live &live,
                            const RelationName &retired) const override
    {
        const QString table = QStringLiteral("table"); // as views are renamed, too
        QStringList statements;
        if (live.oid != 0)
            statements << renaming(table, candidate.live, retired.name);
        return statements << renaming(table, candidate.staged, candidate.live.name);
    }
};

} // namespace

std::unique_ptr<const Moving> Moving::on(const warehouse::Dialect &dialect)
{
    if (dialect.has(warehouse::Dialect::Feature::MovesBetweenSchemas))
        return std::make_unique<MovingBetweenSchemas>();
    return std::make_unique<MovingByRenames>();
}

QString keywordOf(const QString &kind)
{
    if (kind == QStringLiteral("v"))
        return QStringLiteral("view");
    if (kind == QStringLiteral("m"))
        return QStringLiteral("materialized view");
    return kind == QStringLiteral("f") ? QStringLiteral("foreign table") : QStringLiteral("table");
}

} // namespace daybook::build
