#pragma once

#include "models/project/project.h"

namespace daybook::project {

/// What the server says of a column.
struct CatalogColumn
{
    QString name;
    QString type; ///< as SQL writes it
    QString comment;
    int index = 0; ///< from 1
};

/// What the server says of the relation of a node.
struct CatalogRelation
{
    QString uniqueId;
    warehouse::RelationName relation;
    QString type; ///< "BASE TABLE", "VIEW" or "MATERIALIZED VIEW"
    QString owner;
    QString comment;
    std::vector<CatalogColumn> columns;
};

/// dbt's catalog.json, version 1.
QByteArray catalogJson(const Project &project, const std::vector<CatalogRelation> &relations,
                       const QString &invocationId);

} // namespace daybook::project
