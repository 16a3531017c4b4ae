#pragma once

#include "models/build/buildservice.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"
#include "tests/support/strings.h"

#include <QTemporaryDir>

namespace daybook::test {

/// A small dbt project in a folder of its own and a database to build it in.
class BuildFixture
{
public:
    BuildFixture();

    /// Writes a file below the project's folder.
    void write(const QString &path, const QString &text) const;
    /// Builds, and gives what came of it; throws when the run could not begin.
    build::RunOutcome build(build::BuildRequest request = {}) const;
    /// The reason why a run could not begin, or the project could not be read.
    Error refusal(build::BuildRequest request = {}) const;
    project::Project project() const;

    /// From here on the database is given out for a Redshift: Daybook speaks to it as to one, and
    /// tests/data/dialects/redshift_on_postgres.sql lends it what of a Redshift that needs. What goes
    /// without: see warehouse::Dialect.
    void pretendRedshift();
    /// How builds reach the database.
    warehouse::ConnectionSpec spec() const;

    /// How one node of the outcome stands.
    static build::NodeOutcome node(const build::RunOutcome &run, const QString &name);

    TemporaryDatabase database;
    QTemporaryDir folder;

private:
    Result<build::RunOutcome> tryBuild(build::BuildRequest request) const;

    bool m_pretendsRedshift = false;
};

} // namespace daybook::test
