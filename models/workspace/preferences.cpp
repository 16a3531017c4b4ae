#include "models/workspace/preferences.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>

namespace daybook::workspace {
namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(daybook::workspace)
};

QString oneOf(const QJsonValue &value, const QStringList &allowed)
{
    return allowed.contains(value.toString()) ? value.toString() : QString();
}

QJsonObject readObject(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

} // namespace

QString preferencesPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/daybook/desktop.json");
}

Result<Preferences> loadPreferences(const QString &path)
{
    QFile file(path);
    if (file.exists() && !file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::Io,
                       Text::tr("The preferences in %1 cannot be read: %2").arg(path, file.errorString()));
    const QJsonObject object = readObject(path);
    Preferences preferences;
    preferences.language =
        oneOf(object[QStringLiteral("language")], {QStringLiteral("en"), QStringLiteral("ko")});
    preferences.scheme =
        oneOf(object[QStringLiteral("scheme")], {QStringLiteral("light"), QStringLiteral("dark")});
    preferences.page = object[QStringLiteral("page")].toString();
    preferences.windowGeometry =
        QByteArray::fromBase64(object[QStringLiteral("windowGeometry")].toString().toLatin1());
    preferences.threads = std::clamp(object[QStringLiteral("threads")].toInt(Preferences().threads), 1, 64);
    return preferences;
}

Result<void> savePreferences(const Preferences &preferences, const QString &path)
{
    QJsonObject object = readObject(path);
    object[QStringLiteral("language")] = preferences.language;
    object[QStringLiteral("scheme")] = preferences.scheme;
    object[QStringLiteral("page")] = preferences.page;
    object[QStringLiteral("windowGeometry")] = QString::fromLatin1(preferences.windowGeometry.toBase64());
    object[QStringLiteral("threads")] = preferences.threads;
    QDir().mkpath(QFileInfo(path).absolutePath());
    QSaveFile file(path);
    const bool written =
        file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(object).toJson()) > 0 && file.commit();
    if (!written)
        return failure(ErrorKind::Io,
                       Text::tr("The preferences cannot be kept in %1: %2").arg(path, file.errorString()));
    return {};
}

} // namespace daybook::workspace
