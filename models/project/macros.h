#pragma once

#include "models/project/packages.h"
#include "models/templating/environment.h"

#include <QHash>
#include <QSet>

namespace daybook::project {

/// A macro, or a generic test defined in SQL (whose name then begins with "test_").
struct Macro
{
    QString package;
    QString name;
    QString definition; ///< its name in the template
    templating::Template source;
    Location where;
};

/// Every macro that templates may call. Immutable once loaded; shared by all renders.
class Macros
{
public:
    /// Those that come with Daybook, then those of the packages, of which the first is the root project. An
    /// installed package takes the place of what comes with Daybook under its name.
    static Macros load(const templating::Environment &environment, const std::vector<Package> &packages,
                       Problems &problems);

    /// What a bare name means in a template of package `from`: its own, the root project's, then dbt's. Null
    /// when there is none.
    const Macro *seenFrom(const QString &from, const QString &name) const;
    const Macro *find(const QString &package, const QString &name) const;
    bool hasPackage(const QString &package) const;
    /// "not_null", "dbt_utils.expression_is_true" and so on: what data_tests may name.
    QStringList testNames() const;
    /// What the search order of adapter.dispatch finds; null when nothing.
    const Macro *dispatch(const QString &name, const QString &package) const;
    /// By package and name.
    std::vector<const Macro *> all() const;
    /// It comes with Daybook and refers to nothing but its arguments.
    static bool isShipped(const Macro &macro);

private:
    void add(const templating::Template &source, const QString &package, Problems &problems);
    void loadShipped(const templating::Environment &environment, Problems &problems);

    QString m_root;
    QHash<QString, QStringList> m_searchOrders; ///< of adapter.dispatch, by namespace
    QSet<QString> m_packages;
    QHash<QString, std::vector<Macro>> m_macros; ///< by name: one of each package that has it
};

} // namespace daybook::project
