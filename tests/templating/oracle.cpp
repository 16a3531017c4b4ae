#include "tests/templating/oracle.h"

#include <QJsonDocument>
#include <QProcess>

#include <catch2/catch.hpp>

namespace {

const QString Python = QStringLiteral("/usr/bin/python3");

} // namespace

bool hasOracle()
{
    QProcess process;
    process.start(Python, {QStringLiteral("-c"), QStringLiteral("import jinja2")});
    const bool found =
        process.waitForFinished() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (!found)
        WARN("SKIPPED: python3-jinja2 is not installed, so the engine was NOT compared with the real Jinja2");
    return found;
}

std::vector<OracleAnswer> askOracle(const std::vector<TemplateCase> &cases)
{
    QJsonArray batch;
    for (const TemplateCase &test : cases)
        batch.append(QJsonObject{{QStringLiteral("source"), test.source},
                                 {QStringLiteral("context"), test.context},
                                 {QStringLiteral("templates"), test.templates},
                                 {QStringLiteral("options"), test.options}});
    QProcess process;
    process.start(Python, {QStringLiteral(TEMPLATING_TESTS "/oracle.py")});
    process.write(QJsonDocument(batch).toJson(QJsonDocument::Compact));
    process.closeWriteChannel();
    REQUIRE(process.waitForFinished(300'000));
    INFO(process.readAllStandardError().toStdString());
    REQUIRE(process.exitCode() == 0);
    const QJsonArray answers = QJsonDocument::fromJson(process.readAllStandardOutput()).array();
    REQUIRE(answers.size() == batch.size());
    std::vector<OracleAnswer> result;
    for (const QJsonValue &answer : answers) {
        const QJsonValue output = answer[QStringLiteral("output")];
        result.push_back({output.isString() ? std::optional(output.toString()) : std::nullopt,
                          answer[QStringLiteral("error")].toString()});
    }
    return result;
}

void compareWithOracle(const std::vector<TemplateCase> &cases)
{
    const std::vector<OracleAnswer> answers = askOracle(cases);
    for (size_t i = 0; i < cases.size(); ++i) {
        const daybook::Result<QString> ours = renderWithDaybook(cases[i]);
        const OracleAnswer &theirs = answers[i];
        if (ours.has_value() == theirs.output.has_value() && (!ours || *ours == *theirs.output))
            continue;
        FAIL_CHECK(cases[i].name.toStdString()
                   << "\n  source:  " << cases[i].source.toStdString() << "\n  daybook: "
                   << (ours ? *ours : QStringLiteral("ERROR ") + ours.error().toString()).toStdString()
                   << "\n  jinja2:  "
                   << theirs.output.value_or(QStringLiteral("ERROR ") + theirs.error).toStdString());
    }
    CHECK(!cases.empty());
}
