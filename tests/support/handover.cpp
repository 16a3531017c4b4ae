// For the thread sanitizer, in suites that are built with it: Qt hands tasks from thread to thread by means
// that the sanitizer does not see, as Qt is built without it. Here the functions that do are called with a
// word to the sanitizer beside. One word for all of them: two tasks that have nothing to do with each other
// count as ordered where one ended before the other began, but never while both run.
#include <QFutureInterface>
#include <QThreadPool>
#include <QtConcurrent/qtconcurrentiteratekernel.h>

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

namespace {

char word;

/// The function that these stand before.
template <typename Function> Function next(const char *name)
{
    void *const found = dlsym(RTLD_NEXT, name);
    Q_ASSERT_X(found != nullptr, "handover", name);
    return reinterpret_cast<Function>(found);
}

class Handed : public QRunnable
{
public:
    explicit Handed(QRunnable *task) : m_task(task) { __tsan_release(&word); }

    void run() override
    {
        __tsan_acquire(&word);
        const bool isOurs = m_task->autoDelete();
        m_task->run();
        if (isOurs)
            delete m_task;
        __tsan_release(&word);
    }

private:
    QRunnable *m_task;
};

} // namespace

void QThreadPool::start(QRunnable *runnable, int priority)
{
    static const auto original =
        next<void (*)(QThreadPool *, QRunnable *, int)>("_ZN11QThreadPool5startEP9QRunnablei");
    original(this, new Handed(runnable), priority);
}

void QThreadPool::start(std::function<void()> task, int priority)
{
    start(QRunnable::create(std::move(task)), priority);
}

bool QThreadPool::tryStart(QRunnable *runnable)
{
    static const auto original =
        next<bool (*)(QThreadPool *, QRunnable *)>("_ZN11QThreadPool8tryStartEP9QRunnable");
    auto *handed = new Handed(runnable);
    const bool isStarted = original(this, handed);
    if (!isStarted)
        delete handed;
    return isStarted;
}

void QFutureInterfaceBase::reportFinished()
{
    static const auto original =
        next<void (*)(QFutureInterfaceBase *)>("_ZN20QFutureInterfaceBase14reportFinishedEv");
    __tsan_release(&word);
    original(this);
}

void QFutureInterfaceBase::waitForFinished()
{
    static const auto original =
        next<void (*)(QFutureInterfaceBase *)>("_ZN20QFutureInterfaceBase15waitForFinishedEv");
    original(this);
    __tsan_acquire(&word);
}

void QFutureInterfaceBase::waitForResult(int index)
{
    static const auto original =
        next<void (*)(QFutureInterfaceBase *, int)>("_ZN20QFutureInterfaceBase13waitForResultEi");
    original(this, index);
    __tsan_acquire(&word);
}

/// Of a parallel loop, after each of its parts.
void QtConcurrent::BlockSizeManager::timeAfterUser()
{
    static const auto original = next<void (*)(QtConcurrent::BlockSizeManager *)>(
        "_ZN12QtConcurrent16BlockSizeManager13timeAfterUserEv");
    original(this);
    __tsan_release(&word);
}
