#include "models/warehouse/local/serveruser.h"

#include <pwd.h>
#include <unistd.h>

namespace daybook::warehouse {

bool ServerUser::isSomebodyElse() const
{
    return uid != geteuid();
}

Result<ServerUser> findServerUser()
{
    if (geteuid() != 0)
        return ServerUser{geteuid(), getegid(), nameOfUser(geteuid())};
    for (const char *name : {"postgres", "daybook", "nobody"}) {
        if (const passwd *user = getpwnam(name); user && user->pw_uid != 0)
            return ServerUser{user->pw_uid, user->pw_gid, QString::fromLocal8Bit(name)};
    }
    return failure(ErrorKind::Io,
                   QStringLiteral("PostgreSQL does not run as root, and this machine has no user "
                                  "to run it as. Install postgresql-15, which makes one, or "
                                  "run Daybook as another user."));
}

QString nameOfUser(uid_t uid)
{
    const passwd *user = getpwuid(uid);
    return user ? QString::fromLocal8Bit(user->pw_name) : QString::number(uid);
}

} // namespace daybook::warehouse
