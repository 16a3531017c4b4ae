#pragma once

#include "models/project/problems.h"
#include "models/project/yaml.h"

namespace daybook::project {

/// A generic test as a properties file asks for it.
struct TestSpec
{
    Location where;
    QString package; ///< "dbt_utils", or empty
    QString name;    ///< "not_null"
    QString customName;
    QString description;
    templating::Value arguments; ///< a mapping, as written, without the model and the column
    templating::Value config;    ///< severity, where, limit...

    /// "dbt_utils.expression_is_true"
    QString qualifiedName() const;
};

/// Reads one item of a `data_tests` list in any of its spellings; nothing when it is wrong.
std::optional<TestSpec> readTest(const YamlNode &item, Problems &problems);

/// The tests of a model, column or source table, under `data_tests` or `tests`.
std::vector<TestSpec> readTests(const YamlNode &owner, Problems &problems);

/// What dbt calls a generic test, from its parts.
struct TestName
{
    QString shortName; ///< for relations and files: up to 63 characters
    QString fullName;  ///< for people, unique ids and selection
};

/// `type` is the test with its package's name before it, `target` what it stands on; `arguments` include the
/// column's name.
TestName testName(const QString &type, const QString &target, const templating::Dict &arguments);

/// The last part of a generic test's unique id: what tells tests of one name apart.
QString testHash(const QString &name, const TestSpec &spec, const QString &modelExpression,
                 const templating::Dict &arguments);

} // namespace daybook::project
