#include "app/cli/command.h"

namespace daybook::cli {

int exitStatusOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Cancelled:
    case ErrorKind::Data:
    case ErrorKind::Source:
    case ErrorKind::Sql:
        return SomethingFailed;
    default:
        return CouldNotRun;
    }
}

QList<Option> commonOptions()
{
    using Kind = Option::Kind;
    return {
        {.name = QStringLiteral("dsn"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("TEXT"),
         .description = QStringLiteral("Server to use: \"host=...\", postgresql://..., or service=NAME")},
        {.name = QStringLiteral("project-dir"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("DIR"),
         .description = QStringLiteral("Folder of dbt_project.yml (default: this one or one above)")},
        {.name = QStringLiteral("profiles-dir"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("DIR"),
         .description = QStringLiteral("Folder of profiles.yml")},
        {.name = QStringLiteral("profile"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("NAME"),
         .description = QStringLiteral("Profile to use instead of the project's")},
        {.name = QStringLiteral("target"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("NAME"),
         .description = QStringLiteral("Output of the profile to use instead of its default"),
         .letter = QLatin1Char('t')},
        {.name = QStringLiteral("schema"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("NAME"),
         .description = QStringLiteral("Schema to build into instead of the target's")},
        {.name = QStringLiteral("vars"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("YAML"),
         .description = QStringLiteral("Variables, as YAML or JSON; they win over the project's")},
        {.name = QStringLiteral("threads"),
         .kind = Kind::Number,
         .valueName = QStringLiteral("N"),
         .description = QStringLiteral("Connections that work at the same time")},
        {.name = QStringLiteral("format"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("FORMAT"),
         .description =
             QStringLiteral("text (the default), json, or jsonl: a line for each thing that happens"),
         .choices = {QStringLiteral("text"), QStringLiteral("json"), QStringLiteral("jsonl")}},
        {.name = QStringLiteral("help"),
         .description = QStringLiteral("Say what there is"),
         .letter = QLatin1Char('h')},
        {.name = QStringLiteral("version"), .description = QStringLiteral("Say which Daybook this is")},
    };
}

} // namespace daybook::cli
