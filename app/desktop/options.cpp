#include "app/desktop/options.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace daybook::desktop {
namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(daybook::desktop::Options)
};

QCommandLineOption hidden(QCommandLineOption option)
{
    option.setFlags(QCommandLineOption::HiddenFromHelp);
    return option;
}

QList<QCommandLineOption> known()
{
    const auto text = [](const char *name) { return QString::fromLatin1(name); };
    return {
        {text("dsn"), Text::tr("Connection string of the server; wins over everything else."), text("DSN")},
        {text("project-dir"), Text::tr("The folder of the SQL project; where dbt_project.yml is."),
         text("DIR")},
        {text("profiles-dir"), Text::tr("Where profiles.yml is looked for first."), text("DIR")},
        {text("target"), Text::tr("Which target of the profile."), text("NAME")},
        {text("schema"), Text::tr("The schema the project's relations live in."), text("NAME")},
        {text("language"), Text::tr("en or ko, for this time."), text("CODE")},
        {text("scheme"), Text::tr("light or dark, for this time."), text("SCHEME")},
        {text("production"), Text::tr("Treat the connection as a production one: marked, and read-only.")},
        {text("allow-changes"), Text::tr("Let a production connection be changed.")},
        {text("screenshot"), Text::tr("Write a picture of every page into DIR and exit."), text("DIR")},
        {text("screenshot-page"), Text::tr("Only this page; may be repeated."), text("ID")},
        hidden({text("startup-report"), Text::tr("Print how long the start took, and exit."), {}})};
}

Result<void> check(const QString &option, const QString &value, const QStringList &allowed)
{
    if (value.isEmpty() || allowed.contains(value))
        return {};
    return failure(ErrorKind::Usage,
                   Text::tr("--%1 is %2, not \"%3\".").arg(option, allowed.join(Text::tr(" or ")), value));
}

} // namespace

Result<Options> parseOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(Text::tr("The daily financial close, proven to the last won."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    parser.addOptions(known());
    if (!parser.parse(arguments))
        return failure(ErrorKind::Usage, parser.errorText());
    if (parser.isSet(help))
        parser.showHelp();
    if (parser.isSet(version))
        parser.showVersion();
    const auto value = [&parser](const char *name) { return parser.value(QString::fromLatin1(name)); };
    const auto isSet = [&parser](const char *name) { return parser.isSet(QString::fromLatin1(name)); };
    Options options{.dsn = value("dsn"),
                    .projectDirectory = value("project-dir"),
                    .profilesDirectory = value("profiles-dir"),
                    .target = value("target"),
                    .schema = value("schema"),
                    .language = value("language"),
                    .scheme = value("scheme"),
                    .production = isSet("production"),
                    .allowChanges = isSet("allow-changes"),
                    .screenshotFolder = value("screenshot"),
                    .screenshotPages = parser.values(QStringLiteral("screenshot-page")),
                    .startupReport = isSet("startup-report")};
    const auto language =
        check(QStringLiteral("language"), options.language, {QStringLiteral("en"), QStringLiteral("ko")});
    if (!language)
        return failure(language.error());
    const auto scheme =
        check(QStringLiteral("scheme"), options.scheme, {QStringLiteral("light"), QStringLiteral("dark")});
    if (!scheme)
        return failure(scheme.error());
    return options;
}

} // namespace daybook::desktop
