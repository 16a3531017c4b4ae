#include "app/cli/console.h"
#include "app/cli/texttable.h"

#include <QBuffer>
#include <QJsonDocument>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::cli;

namespace {

struct Desk
{
    explicit Desk(bool terminal, Format format = Format::Text)
    {
        out.open(QIODevice::WriteOnly);
        err.open(QIODevice::WriteOnly);
        console = std::make_unique<Console>(Streams{&out, &err, terminal, terminal, terminal, 20}, format);
    }

    QString said() const { return QString::fromUtf8(err.data()); }

    QBuffer out;
    QBuffer err;
    std::unique_ptr<Console> console;
};

const Error sample{.kind = ErrorKind::Sql,
                   .message = QStringLiteral("It broke."),
                   .detail = QStringLiteral("one\ntwo"),
                   .sqlState = QStringLiteral("42P01"),
                   .where = Location{QStringLiteral("models/a.sql"), 3, 5}};

} // namespace

TEST_CASE("an error says what, where, and the rest below it")
{
    Desk desk(false);
    desk.console->report(sample);
    CHECK(desk.said() ==
          QStringLiteral("error: It broke.\n  at models/a.sql:3:5\n  one\n  two\n  SQLSTATE 42P01\n"));
    CHECK(desk.out.data().isEmpty());
}

TEST_CASE("the same error as JSON")
{
    Desk desk(false, Format::Json);
    desk.console->report(sample);
    const QJsonObject error =
        QJsonDocument::fromJson(desk.err.data()).object().value(QStringLiteral("error")).toObject();
    CHECK(error.value(QStringLiteral("kind")) == QStringLiteral("sql"));
    CHECK(error.value(QStringLiteral("sqlState")) == QStringLiteral("42P01"));
    CHECK(error.value(QStringLiteral("line")) == 3);
}

TEST_CASE("with JSON, nothing but the document is said")
{
    Desk desk(true, Format::Json);
    desk.console->note(QStringLiteral("busy"));
    desk.console->progress({1, 2, QStringLiteral("busy")});
    desk.console->print(
        QJsonObject{{QStringLiteral("state"), desk.console->toned(Tone::Good, QStringLiteral("ok"))}});
    CHECK(desk.said().isEmpty());
    CHECK(QJsonDocument::fromJson(desk.out.data()).object().value(QStringLiteral("state")) ==
          QStringLiteral("ok"));
}

TEST_CASE("in a pipe progress is plain lines, one per piece of work")
{
    Desk desk(false);
    for (int i = 1; i <= 50; ++i)
        desk.console->progress({i, 50, QStringLiteral("loading")});
    desk.console->progress({1, 0, QStringLiteral("checking")});
    CHECK(desk.said() == QStringLiteral("loading  1 of 50  2%\nchecking  1\n"));
    CHECK(desk.console->toned(Tone::Bad, QStringLiteral("x")) == QStringLiteral("x"));
}

TEST_CASE("on a terminal progress is one line that goes away")
{
    Desk desk(true);
    desk.console->progress({1, 50, QStringLiteral("loading a long name")});
    desk.console->print(QStringLiteral("done"));
    CHECK(desk.said() == QStringLiteral("\r\033[2K\033[2mloading a long nam…\033[0m\r\033[2K"));
    CHECK(desk.console->toned(Tone::Bad, QStringLiteral("x")) == QStringLiteral("\033[31mx\033[0m"));
}

TEST_CASE("columns line up in every script")
{
    TextTable table({{QStringLiteral("유형")}, {QStringLiteral("total"), TextTable::Align::Right}});
    table.addRow({QStringLiteral("충전"), QStringLiteral("1,234")});
    table.addRow({QStringLiteral("payment"), QStringLiteral("5")});
    table.addRule();
    table.addRow({QString(), QStringLiteral("1,239")});
    CHECK(table.lines() == QStringList{QStringLiteral("유형     total"), QStringLiteral("───────  ─────"),
                                       QStringLiteral("충전     1,234"), QStringLiteral("payment      5"),
                                       QStringLiteral("───────  ─────"), QStringLiteral("         1,239")});
    CHECK(displayWidth(QStringLiteral("e\u0301")) == 1);
    CHECK(elided(QStringLiteral("거래내역"), 5) == QStringLiteral("거래…"));
}
