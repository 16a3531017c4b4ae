#include "app/cli/commands.h"

#include <QSet>

#include <catch2/catch.hpp>

using namespace daybook::cli;

TEST_CASE("no command declares an option twice, or one of the common ones again")
{
    QSet<QString> commands;
    for (const auto &command : allCommands()) {
        const Synopsis synopsis = command->synopsis();
        INFO(synopsis.name.toStdString());
        CHECK_FALSE(commands.contains(synopsis.name));
        commands += synopsis.name;
        CHECK_FALSE(synopsis.summary.endsWith(QLatin1Char('.')));
        QSet<QString> names;
        for (const Option &option : synopsis.options + commonOptions()) {
            INFO(option.name.toStdString());
            CHECK_FALSE(names.contains(option.name));
            names += option.name;
            CHECK_FALSE(option.description.isEmpty());
            CHECK((option.kind == Option::Kind::Flag) == option.valueName.isEmpty());
        }
    }
}
