#pragma once

#include "models/templating/object.h"
#include "models/warehouse/identifier.h"

namespace daybook::project {

/// What ref(), source() and `this` give a template: prints as the relation's quoted name. A CTE, which stands
/// for an ephemeral model, prints its bare name.
class Relation final : public templating::Object
{
public:
    Relation(warehouse::RelationName name, QString database, QString type);
    static templating::Value make(warehouse::RelationName name, QString database, QString type);

    const warehouse::RelationName &name() const { return m_name; }

    QString typeName() const override { return QStringLiteral("Relation"); }
    QString toString() const override;
    Result<templating::Value> attribute(const QString &name) const override;
    bool equals(const Object &other) const override;

private:
    warehouse::RelationName m_name;
    QString m_database;
    QString m_type; ///< "table", "view", "cte"; empty when unknown
};

} // namespace daybook::project
