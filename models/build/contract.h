#pragma once

#include "models/core/result.h"
#include "models/project/project.h"
#include "models/warehouse/resultset.h"

#include <QHash>

namespace daybook::build {

/// `contract: {enforced: true}`: the columns a model promises, and the constraints its table holds.
class Contract
{
public:
    /// Nothing where the model has none, or it is not enforced. Errors: Project, naming a column without a
    /// type or a constraint that cannot be read.
    static Result<std::optional<Contract>> read(const project::Node &model);

    /// A query without rows whose columns are those promised.
    QString promised() const;
    /// The same of the model's own query.
    static QString defined(const QString &compiled);
    /// The types' oids whose names compare() wants.
    static QStringList types(const warehouse::ResultSet &promised, const warehouse::ResultSet &defined);
    /// Errors: Project, with a table of what differs.
    Result<void> compare(const warehouse::ResultSet &promised, const warehouse::ResultSet &defined,
                         const QHash<QString, QString> &typeNames) const;

    /// Where a foreign key's `to: ref('x')` leads.
    using RelationOf = std::function<Result<QString>(const QString &reference)>;
    /// CREATE TABLE with the columns and the constraints.
    Result<QString> creation(const QString &table, const RelationOf &relationOf) const;
    /// The INSERT that fills it.
    QString insertion(const QString &table, const QString &compiled) const;

private:
    struct Promise
    {
        QString name; ///< as SQL, in quotes
        QString type;
        std::vector<templating::Value> constraints;
    };
    Result<QString> constraint(const templating::Value &written, bool ofColumn, const RelationOf &to) const;
    QString columnList(const templating::Value &names) const;
    Error wrong(const QString &what) const;

    project::Node m_model;
    std::vector<Promise> m_columns;
};

} // namespace daybook::build
