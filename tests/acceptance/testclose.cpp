// The whole way a close goes, through the commands that people use: sample, build, report, export, verify.
#include "tests/cli/runcli.h"
#include "tests/support/postgres.h"

#include <QFile>
#include <QJsonArray>
#include <QSet>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;

namespace {

const QString Settlement = QStringLiteral(DAYBOOK_SOURCE_DIR "/sql/settlement");

/// A company's warehouse with a small sample in it.
class Company
{
public:
    explicit Company(const QString &defects = {})
    {
        QStringList words{QStringLiteral("sample"), QStringLiteral("load"),   QStringLiteral("--days"),
                          QStringLiteral("7"),      QStringLiteral("--rows"), QStringLiteral("700")};
        if (!defects.isEmpty())
            words << QStringLiteral("--defects") << defects;
        const Ran loaded = run(words);
        INFO(loaded.err.toStdString());
        REQUIRE(loaded.status == 0);
    }

    Ran run(QStringList words) const
    {
        words << QStringLiteral("--dsn") << database.spec().toPublicString();
        return runCli(words);
    }

    Ran runOnProject(QStringList words) const
    {
        words << QStringLiteral("--project-dir") << Settlement;
        return run(words);
    }

    /// Names of the checks of the last run that failed.
    QSet<QString> failedChecks() const
    {
        const QString names =
            database.table(QStringLiteral("select name from daybook.run_node where state = 'fail' and run_id "
                                          "= (select max(run_id) from daybook.run)"));
        const QStringList list = names.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        return {list.begin(), list.end()};
    }

    TemporaryDatabase database;
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

TEST_CASE("the clean sample proves, is published, reported, exported and verified")
{
    const Company company;
    const Ran built =
        company.runOnProject({QStringLiteral("build"), QStringLiteral("--format"), QStringLiteral("json")});
    INFO(built.err.toStdString());
    REQUIRE(built.status == 0);
    CHECK(built.json().value(QStringLiteral("state")).toString().toStdString() == "published");

    const Ran report =
        company.runOnProject({QStringLiteral("report"), QStringLiteral("--days"), QStringLiteral("3"),
                              QStringLiteral("--format"), QStringLiteral("json")});
    CHECK(report.status == 0);

    const QTemporaryDir folder;
    const QString csv = folder.filePath(QStringLiteral("close.csv"));
    REQUIRE(company
                .runOnProject({QStringLiteral("export"), QStringLiteral("report"), QStringLiteral("--days"),
                               QStringLiteral("3"), QStringLiteral("--out"), csv})
                .status == 0);
    CHECK(contentOf(csv).startsWith("business_date,transaction_type,"));
    CHECK(runCli({QStringLiteral("verify"), csv}).status == 0);
    // The same data, the same bytes.
    const QString again = folder.filePath(QStringLiteral("again.csv"));
    company.runOnProject({QStringLiteral("export"), QStringLiteral("report"), QStringLiteral("--days"),
                          QStringLiteral("3"), QStringLiteral("--out"), again});
    CHECK(contentOf(csv) == contentOf(again));

    QByteArray forged = contentOf(csv);
    const qsizetype digit = forged.lastIndexOf('1');
    REQUIRE(digit > 0);
    forged[digit] = '2';
    QFile file(csv);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write(forged);
    file.close();
    CHECK(runCli({QStringLiteral("verify"), csv}).status == 1);
}

TEST_CASE("every planted defect is caught by the check that was named for it, with its rows, and nothing is "
          "published")
{
    const auto *defect = GENERATE("null_amount", "zero_amount", "delivered_twice", "unmodelled_type",
                                  "deposit_short_by_one", "missing_type", "late_row");
    CAPTURE(defect);
    const Company company(QString::fromLatin1(defect));
    const QString expected = company.database.table(
        QStringLiteral("select unnest(check_name || also_fails) from sample.planted_truth order by 1"));
    const QStringList names = expected.split(QLatin1Char('\n'));
    REQUIRE_FALSE(expected.isEmpty());
    CHECK(company.runOnProject({QStringLiteral("build")}).status == 1);
    CHECK(company.failedChecks() == QSet<QString>(names.begin(), names.end()));
    CHECK(
        company.database
            .table(QStringLiteral("select count(*) from sample.planted_truth t where not exists (select from "
                                  "daybook.check_sample s join daybook.run_node n using (run_id, unique_id) "
                                  "where n.name = t.check_name)"))
            .toStdString() == "0");
    CHECK(company.database.table(QStringLiteral("select count(*) from daybook.publication")).toStdString() ==
          "0");
}

TEST_CASE("a close that was proven stays, and says so, when the next one is not")
{
    const Company company;
    REQUIRE(company.runOnProject({QStringLiteral("build")}).status == 0);
    const QString before =
        company.database.table(QStringLiteral("select * from settlement.daily_report order by 1, 2"));
    company.database.run(
        QStringLiteral("update bank.statement_lines set amount = amount - 1 where id = (select min(id) from "
                       "bank.statement_lines where kind = 'deposit')"));
    CHECK(company.runOnProject({QStringLiteral("build")}).status == 1);
    CHECK(company.failedChecks().contains(QStringLiteral("charges_equal_bank_deposits")));
    CHECK(company.database.table(QStringLiteral("select * from settlement.daily_report order by 1, 2")) ==
          before);
    const Ran report = company.runOnProject({QStringLiteral("report")});
    CHECK(report.status == 1);
    CHECK(report.out.contains(QStringLiteral("Not proven")));
}
