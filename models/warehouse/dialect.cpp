#include "models/warehouse/dialect.h"

#include "models/warehouse/shippedsql.h"

#include <QFile>

namespace daybook::warehouse {

Dialect Dialect::detected(const QString &versionText, int version, bool hasCitus)
{
    // Redshift calls itself "PostgreSQL 8.0.2 on ..., Redshift 1.0.12345".
    if (versionText.contains(u"Redshift", Qt::CaseInsensitive))
        return {Engine::Redshift, version};
    return {hasCitus ? Engine::Citus : Engine::PostgreSQL, version};
}

QString Dialect::name() const
{
    if (m_engine == Engine::Redshift)
        return QStringLiteral("Redshift");
    const QString server = QStringLiteral("PostgreSQL %1").arg(m_version / 10000);
    return m_engine == Engine::Citus ? QStringLiteral("Citus on ") + server : server;
}

bool Dialect::has(Feature feature) const
{
    const bool redshift = m_engine == Engine::Redshift;
    switch (feature) {
    case Feature::LateBinding:
    case Feature::StorageAttributes:
        // Every Redshift says 8.0.2. A PostgreSQL that is given out for one, as tests do, has no such
        // clauses.
        return redshift && m_version < 90000;
    case Feature::Merge:
        return !redshift && m_version >= 150000;
    case Feature::Distribution:
        return m_engine == Engine::Citus;
    default:
        return !redshift;
    }
}

QString Dialect::shipped(QStringView path) const
{
    if (m_engine == Engine::Redshift && path.startsWith(u"system/")) {
        const QString own = QStringLiteral("system/redshift/") + path.sliced(7).toString();
        if (QFile::exists(QStringLiteral(":/sql/%1.sql").arg(own)))
            return shippedSql(own);
    }
    return shippedSql(path);
}

QString Dialect::countWhere(const QString &condition) const
{
    return (has(Feature::AggregateFilter) ? QStringLiteral("count(*) filter (where %1)")
                                          : QStringLiteral("count(case when %1 then 1 end)"))
        .arg(condition);
}

} // namespace daybook::warehouse
