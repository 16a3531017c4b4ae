#include "app/cli/arguments.h"
#include "app/cli/nearest.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::cli;

namespace {

const QList<Option> options{{.name = QStringLiteral("select"),
                             .kind = Option::Kind::Words,
                             .valueName = QStringLiteral("WORDS"),
                             .description = {},
                             .letter = QLatin1Char('s')},
                            {.name = QStringLiteral("threads"),
                             .kind = Option::Kind::Number,
                             .valueName = QStringLiteral("N"),
                             .description = {}},
                            {.name = QStringLiteral("from"),
                             .kind = Option::Kind::Date,
                             .valueName = QStringLiteral("DATE"),
                             .description = {}},
                            {.name = QStringLiteral("dsn"),
                             .kind = Option::Kind::Text,
                             .valueName = QStringLiteral("TEXT"),
                             .description = {}},
                            {.name = QStringLiteral("full-refresh"), .description = {}},
                            {.name = QStringLiteral("format"),
                             .kind = Option::Kind::Text,
                             .valueName = QStringLiteral("FORMAT"),
                             .description = {},
                             .choices = {QStringLiteral("text"), QStringLiteral("json")}}};
const QList<Positional> places{{QStringLiteral("ACTION"),
                                QStringLiteral("what to do"),
                                {{QStringLiteral("start"), {}}, {QStringLiteral("stop"), {}}}},
                               {QStringLiteral("NAME"), QStringLiteral("which one"), {}, true}};

Result<Arguments> parsed(const char *line)
{
    return Arguments::parse(QString::fromUtf8(line).split(QLatin1Char('|'), Qt::SkipEmptyParts), options,
                            places);
}

QString refusal(const char *line)
{
    const auto arguments = parsed(line);
    REQUIRE_FALSE(arguments);
    CHECK(arguments.error().kind == ErrorKind::Usage);
    return arguments.error().message;
}

} // namespace

TEST_CASE("every spelling of an option is read")
{
    const auto arguments =
        parsed("start|--threads=8|--full-refresh|-s|a|b|--from|2026-11-21|--select|c d|--dsn|host=x");
    REQUIRE(arguments);
    CHECK(arguments->positional(QStringLiteral("ACTION")) == QStringLiteral("start"));
    CHECK(arguments->positional(QStringLiteral("NAME")).isEmpty());
    CHECK(arguments->number(QStringLiteral("threads")) == 8);
    CHECK(arguments->has(QStringLiteral("full-refresh")));
    CHECK_FALSE(arguments->has(QStringLiteral("format")));
    CHECK(arguments->text(QStringLiteral("format"), QStringLiteral("text")) == QStringLiteral("text"));
    CHECK(arguments->words(QStringLiteral("select")).join(QLatin1Char(',')) == QStringLiteral("a,b,c,d"));
    CHECK(arguments->date(QStringLiteral("from")) == QDate(2026, 11, 21));
    CHECK(arguments->text(QStringLiteral("dsn")) == QStringLiteral("host=x"));
}

TEST_CASE("after -- every word is plain, and a value may begin with a dash behind =")
{
    CHECK(parsed("start|--|--odd")->positional(QStringLiteral("NAME")) == QStringLiteral("--odd"));
    CHECK(parsed("start|--dsn=-x")->text(QStringLiteral("dsn")) == QStringLiteral("-x"));
}

TEST_CASE("what cannot be read is refused, and says what was meant")
{
    CHECK(refusal("start|--selct|a") == QStringLiteral("There is no option --selct. Did you mean --select?"));
    CHECK(refusal("start|-x") == QStringLiteral("There is no option -x."));
    CHECK(refusal("start|--dsn") == QStringLiteral("--dsn needs a value: --dsn TEXT"));
    CHECK(refusal("start|--dsn|--threads|1") == QStringLiteral("--dsn needs a value: --dsn TEXT"));
    CHECK(refusal("start|--full-refresh=no") == QStringLiteral("--full-refresh takes no value."));
    CHECK(refusal("start|--threads|-1") == QStringLiteral("--threads needs a value: --threads N"));
    CHECK(refusal("start|--threads=-1").contains(QStringLiteral("a whole number, not \"-1\"")));
    CHECK(refusal("start|--threads|four").contains(QStringLiteral("a whole number")));
    CHECK(refusal("start|--from|21.11.2026").contains(QStringLiteral("YYYY-MM-DD")));
    CHECK(refusal("start|--format|jsn").endsWith(QStringLiteral("Did you mean json?")));
    CHECK(refusal("strat") ==
          QStringLiteral("ACTION is one of start, stop, not \"strat\". Did you mean start?"));
    CHECK(refusal("start|a|b") == QStringLiteral("\"b\" is one word too many."));
    CHECK(refusal("--threads|1") == QStringLiteral("ACTION is missing: what to do."));
}

TEST_CASE("the command is the first word that is no option's value")
{
    const auto at = [](const char *line) {
        return findCommandWord(QString::fromUtf8(line).split(QLatin1Char('|')), options);
    };
    CHECK(at("build|--dsn|x").value() == 0);
    CHECK(at("--dsn|x|--threads=2|build").value() == 3);
    CHECK(at("--full-refresh|--dsn|build").value() == -1);
    CHECK_FALSE(at("--nonsense|build").has_value());
}

TEST_CASE("only a near word is suggested")
{
    const QStringList names{QStringLiteral("build"), QStringLiteral("export"), QStringLiteral("report")};
    CHECK(nearest(QStringLiteral("biuld"), names) == QStringLiteral("build"));
    CHECK(nearest(QStringLiteral("exp"), names) == QStringLiteral("export"));
    CHECK(nearest(QStringLiteral("reprot"), names) == QStringLiteral("report"));
    CHECK(nearest(QStringLiteral("zebra"), names).isEmpty());
}
