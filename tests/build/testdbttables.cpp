// The same project by Daybook and by dbt itself: tables, verdicts and failure counts; where dbt-core and
// dbt-postgres are installed in the Python that DAYBOOK_DBT_PYTHON names, or in python3.
#include "tests/build/fixture.h"
#include "tests/project/dbt.h"

#include <QDirIterator>

#include <map>

using namespace daybook;
using namespace daybook::test;

namespace {

const QString Cases = QStringLiteral(DAYBOOK_SOURCE_DIR "/tests/data/comparison");

/// "pass 0", "fail 3", "success" by unique id.
using Verdicts = std::map<std::string, std::string>;

class Comparison
{
public:
    Comparison()
    {
        QDirIterator files(Cases, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            m_shop.write(QDir(Cases).relativeFilePath(path), textOf(path));
        }
        m_shop.write(
            QStringLiteral("profiles.yml"),
            QStringLiteral(
                "comparison: {target: dev, outputs: {dev: {type: postgres, host: '%1', port: 5432, user: "
                "daybook, password: none, dbname: %2, schema: theirs, threads: 2}}}\n")
                .arg(TemporaryServer::shared().directory(), m_shop.database.name()));
    }

    void bring(int day)
    {
        m_vars = QStringLiteral("{day: %1}").arg(day);
        m_shop.database.run(textOf(QStringLiteral("%1/days/%2.sql").arg(Cases, QString::number(day))));
    }

    /// One command by both; what each says of every node.
    std::pair<Verdicts, Verdicts> run(const QString &command)
    {
        const QStringList words{command, QStringLiteral("--vars"), m_vars};
        const QString dbt = QStringLiteral(DAYBOOK_SOURCE_DIR "/tests/build/dbtrun.py");
        const QString said = start(dbtPython(), QStringList{dbt} + words);
        const QString ours = start(QStringLiteral(DAYBOOK_BINARY_DIR "/daybookctl"),
                                   words + QStringList{QStringLiteral("--schema"), QStringLiteral("ours"),
                                                       QStringLiteral("--project-dir"), m_shop.folder.path(),
                                                       QStringLiteral("--accept-source-drift")});
        m_said = said.right(3000) + ours.right(3000);
        return {verdicts(QStringLiteral("target")), verdicts(QStringLiteral("dbt_target"))};
    }

    /// By both, of the last command.
    std::string said() const { return m_said.toStdString(); }

    /// All there is in the schemas whose name begins so: relations, columns, indexes, rows.
    std::map<std::string, std::string> relations(const QString &schema) const
    {
        std::map<std::string, std::string> all;
        const QString list =
            m_shop.database.table(QStringLiteral("select quote_ident(nspname) || '.' || quote_ident(relname) "
                                                 "|| '|' || relkind::text from pg_class c "
                                                 "join pg_namespace n on n.oid = relnamespace where nspname "
                                                 "like '%1%' and relkind in ('r', 'v', "
                                                 "'m') order by 1")
                                      .arg(schema));
        for (const QString &line : list.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
            const QString name = line.section(QLatin1Char('|'), 0, 0);
            const QString columns = m_shop.database.table(
                QStringLiteral("select attname, format_type(atttypid, atttypmod), attnotnull from "
                               "pg_attribute where attrelid "
                               "= '%1'::regclass and attnum > 0 and not attisdropped order by attnum")
                    .arg(name));
            const QString rows =
                m_shop.database.table(QStringLiteral("select t::text from %1 t order by 1").arg(name));
            all[name.mid(schema.size()).toStdString()] =
                (line.section(QLatin1Char('|'), 1) + QLatin1Char('\n') + columns + QLatin1Char('\n') + rows)
                    .toStdString();
        }
        return all;
    }

private:
    static QString textOf(const QString &path)
    {
        QFile file(path);
        REQUIRE(file.open(QIODevice::ReadOnly));
        return QString::fromUtf8(file.readAll());
    }

    QString start(const QString &program, const QStringList &words) const
    {
        QProcess process;
        process.setWorkingDirectory(m_shop.folder.path());
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, words);
        REQUIRE(process.waitForFinished(-1));
        return QString::fromUtf8(process.readAll());
    }

    Verdicts verdicts(const QString &target) const
    {
        QFile file(m_shop.folder.filePath(target + QStringLiteral("/run_results.json")));
        REQUIRE(file.open(QIODevice::ReadOnly));
        Verdicts verdicts;
        for (const QJsonValue &result : QJsonDocument::fromJson(file.readAll())[u"results"].toArray()) {
            const QString id = result[u"unique_id"].toString();
            const QString failures = result[u"failures"].isDouble()
                                         ? QLatin1Char(' ') + QString::number(result[u"failures"].toInt())
                                         : QString();
            if (!id.startsWith(u"operation."))
                verdicts[id.toStdString()] = (result[u"status"].toString() + failures).toStdString();
        }
        file.remove(); // so that the next command's is its own
        return verdicts;
    }

    BuildFixture m_shop;
    QString m_vars;
    QString m_said;
};

template <typename Map> void checkSame(const Map &ours, const Map &theirs)
{
    for (const auto &[name, value] : theirs) {
        INFO(name);
        CHECK(ours.count(name) == 1);
        if (ours.count(name) == 1)
            CHECK(ours.at(name) == value);
    }
    for (const auto &[name, value] : ours) {
        INFO("only Daybook has " << name);
        CHECK(theirs.count(name) == 1);
    }
}

} // namespace

TEST_CASE("Daybook and dbt make the same tables of a project and give the same verdicts, day after day")
{
    if (!hasDbt())
        return;
    Comparison comparison;
    for (int day = 1; day <= 3; ++day) {
        INFO("day " << day);
        comparison.bring(day);
        for (const char *command : {"seed", "run", "test"}) {
            INFO(command);
            const auto [ours, theirs] = comparison.run(QString::fromUtf8(command));
            INFO(comparison.said());
            CHECK(theirs.size() > 1);
            checkSame(ours, theirs);
        }
        const auto theirs = comparison.relations(QStringLiteral("theirs"));
        CHECK(theirs.size() > 20);
        checkSame(comparison.relations(QStringLiteral("ours")), theirs);
    }
}
