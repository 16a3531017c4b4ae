#pragma once

#include "models/templating/object.h"
#include "models/warehouse/identifier.h"

namespace daybook::project {

/// What ref(), source() and `this` give a template: prints as the relation's quoted name. A CTE, which stands
/// for an ephemeral model, prints its bare name.
class Relation final : public templating::Object
{
public:
    Relation(warehouse::RelationName name, QString database, QString type, QString condition = {});
    /// With a condition it prints as a query for the rows that meet it, except by its render().
    static templating::Value make(warehouse::RelationName name, QString database, QString type,
                                  QString condition = {});

    const warehouse::RelationName &name() const { return m_name; }

    QString typeName() const override { return QStringLiteral("Relation"); }
    QString toString() const override;
    Result<templating::Value> attribute(const QString &name) const override;
    bool equals(const Object &other) const override;

private:
    warehouse::RelationName m_name;
    QString m_database;
    QString m_condition;
    QString m_type; ///< "table", "view", "cte"; empty when unknown
};

/// Gives the narrowed relations of a text an alias where its writer gave none.
QString withAliases(const QString &sql);

} // namespace daybook::project
