#include "tests/build/fixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <stdexcept>

namespace daybook::test {

BuildFixture::BuildFixture()
{
    write(QStringLiteral("dbt_project.yml"), QStringLiteral("name: shop\nversion: '1.0'\nconfig-version: 2\n"
                                                            "models:\n  +materialized: table\n"));
    if (qEnvironmentVariable("DAYBOOK_TEST_DIALECT") == u"redshift")
        pretendRedshift();
}

void BuildFixture::write(const QString &path, const QString &text) const
{
    const QString full = folder.filePath(path);
    QDir().mkpath(QFileInfo(full).path());
    QFile file(full);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0)
        throw std::runtime_error("cannot write a test's project");
}

project::Project BuildFixture::project() const
{
    project::ProjectOptions options;
    options.directory = folder.path();
    options.targetSchema = QStringLiteral("close");
    auto project = project::Project::load(options);
    if (!project)
        throw std::runtime_error(project.error().toString().toStdString());
    return *project;
}

Result<build::RunOutcome> BuildFixture::tryBuild(build::BuildRequest request) const
{
    project::ProjectOptions options;
    options.directory = folder.path();
    options.targetSchema = QStringLiteral("close");
    const auto loaded = project::Project::load(options);
    if (!loaded)
        return failure(loaded.error());
    build::BuildService service(spec(), *loaded);
    return await(service.build(std::move(request), std::stop_token()));
}

build::RunOutcome BuildFixture::build(build::BuildRequest request) const
{
    const auto outcome = tryBuild(std::move(request));
    if (!outcome)
        throw std::runtime_error(
            (outcome.error().toString() + QLatin1Char('\n') + outcome.error().detail).toStdString());
    if (outcome->error) // shown with the next failed assertion of the test
        UNSCOPED_INFO(outcome->error->toString().toStdString()
                      << " | " << outcome->error->detail.toStdString());
    return *outcome;
}

Error BuildFixture::refusal(build::BuildRequest request) const
{
    const auto outcome = tryBuild(std::move(request));
    if (outcome)
        throw std::runtime_error("the run was not refused");
    return outcome.error();
}

void BuildFixture::pretendRedshift()
{
    if (m_pretendsRedshift)
        return;
    QFile lent(QStringLiteral(DAYBOOK_SOURCE_DIR "/tests/data/dialects/redshift_on_postgres.sql"));
    if (!lent.open(QIODevice::ReadOnly))
        throw std::runtime_error("redshift_on_postgres.sql is missing");
    database.run(QString::fromUtf8(lent.readAll()));
    m_pretendsRedshift = true;
}

warehouse::ConnectionSpec BuildFixture::spec() const
{
    warehouse::ConnectionSpec spec = database.spec();
    if (m_pretendsRedshift)
        spec.setEngine(warehouse::Engine::Redshift);
    return spec;
}

build::NodeOutcome BuildFixture::node(const build::RunOutcome &run, const QString &name)
{
    for (const build::NodeOutcome &node : run.nodes) {
        if (node.name == name)
            return node;
    }
    throw std::runtime_error("no node " + name.toStdString());
}

} // namespace daybook::test
