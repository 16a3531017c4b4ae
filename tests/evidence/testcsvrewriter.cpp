#include "models/evidence/csvrewriter.h"

#include <catch2/catch.hpp>

using namespace daybook::evidence;

namespace {

QByteArray rewritten(Profile profile, const QList<bool> &isText, const QByteArray &csv, qsizetype size)
{
    CsvRewriter rewriter(profile, isText);
    QByteArray out;
    for (qsizetype at = 0; at < csv.size(); at += size)
        rewriter.rewrite(QByteArrayView(csv).sliced(at, std::min(size, csv.size() - at)), out);
    return out;
}

} // namespace

TEST_CASE("rows end with CR LF, and line ends inside of values stay as they are")
{
    const QByteArray server = "a,b\n1,\"x\ny\"\n2,\"x\r\ny\"\"\n\"\"\"\n3,\"\"\n";
    const QByteArray expected = "a,b\r\n1,\"x\ny\"\r\n2,\"x\r\ny\"\"\n\"\"\"\r\n3,\"\"\r\n";
    for (qsizetype size = 1; size <= server.size(); ++size) {
        INFO("pieces of " << size);
        CHECK(rewritten(Profile::Audit, {false, true}, server, size) == expected);
    }
}

TEST_CASE("text that a spreadsheet could run is guarded; numbers, nulls and empty text are not touched")
{
    const QByteArray server = "=h,b\n"
                              "-5,=1+2\n"
                              "+6,\"=1+2\"\";=1+2\"\n"
                              "@7,\"-a\nb\"\n"
                              "8,\n"
                              "9,\"\"\n"
                              "10,plain\n"
                              "11,it's\n"
                              "12,\"a,b\"\n";
    const QByteArray expected = "\"'=h\",b\r\n"
                                "-5,\"'=1+2\"\r\n"
                                "+6,\"'=1+2\"\";'=1+2\"\r\n"
                                "@7,\"'-a\nb\"\r\n"
                                "8,\r\n"
                                "9,\"\"\r\n"
                                "10,plain\r\n"
                                "11,\"it's\"\r\n"
                                "12,\"a,b\"\r\n";
    for (qsizetype size = 1; size <= server.size(); ++size) {
        INFO("pieces of " << size);
        CHECK(rewritten(Profile::Spreadsheet, {false, true}, server, size) == expected);
    }
}

TEST_CASE("OWASP's characters are guarded at the start, and where another separator would start a cell")
{
    const auto [text, guarded] = GENERATE(table<QByteArray, QByteArray>({{"=1", "'=1"},
                                                                         {"+1", "'+1"},
                                                                         {"-1", "'-1"},
                                                                         {"@x", "'@x"},
                                                                         {"\tx", "'\tx"},
                                                                         {"\rx", "'\rx"},
                                                                         {"\nx", "'\nx"},
                                                                         {"＝1", "'＝1"},
                                                                         {"＋1", "'＋1"},
                                                                         {"－1", "'－1"},
                                                                         {"＠1", "'＠1"},
                                                                         {"a;=1", "a;'=1"},
                                                                         {";-1", ";'-1"},
                                                                         {"a\t+1", "a\t'+1"},
                                                                         {"a\r\n@x", "a\r\n'@x"},
                                                                         {"a=b-c", "a=b-c"},
                                                                         {"2026-11-21", "2026-11-21"},
                                                                         {"a; b", "a; b"},
                                                                         {"'=1", "'=1"},
                                                                         {"한글", "한글"},
                                                                         {"", ""}}));
    CHECK(guardedAgainstFormulas(text).toStdString() == guarded.toStdString());
}

TEST_CASE("only spreadsheets get a byte order mark")
{
    CHECK(CsvRewriter(Profile::Audit, {}).preamble().isEmpty());
    CHECK(CsvRewriter(Profile::Spreadsheet, {}).preamble() == QByteArray("\xEF\xBB\xBF"));
}
