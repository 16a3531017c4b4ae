#pragma once

#include "models/build/candidate.h"
#include "models/warehouse/dialect.h"

#include <memory>

namespace daybook::build {

/// What a server's catalog says of a candidate and of what is live under its name.
struct Live
{
    qint64 oid = 0; ///< 0: nothing of that name is live
    QString kind;   ///< pg_class.relkind
    QString stagedKind;
    QString makeRoom; ///< for indexes of the new whose names are those of the old
    qint64 stagedOid = 0;
};

/// How relations come into their places in the transaction that publishes: the statements of one kind of
/// server. Values in, texts out; knows no connection.
class Moving
{
public:
    virtual ~Moving() = default;

    /// The one that the server has.
    static std::unique_ptr<const Moving> on(const warehouse::Dialect &dialect);

    /// What keeps others from a live table; empty where the server does so by itself.
    virtual QString lock(const Candidate &candidate, const Live &live) const = 0;
    /// What is live makes room, and the candidate takes its place.
    virtual QStringList replacement(const Candidate &candidate, const Live &live,
                                    const warehouse::RelationName &retired) const = 0;
};

/// What a name in pg_class.relkind is called in DROP.
QString keywordOf(const QString &kind);

} // namespace daybook::build
