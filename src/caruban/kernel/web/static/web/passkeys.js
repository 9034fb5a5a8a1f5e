/* Passkeys: asks the browser for one before its form is sent. Loaded by the pages of the second step.

   form[data-passkey="create" | "get"]
     data-passkey-options   what the browser is asked, as JSON
     data-passkey-ask       or the address that gives it, at the moment it is needed
   [data-passkey-error]     shown where the browser gave none */

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.webauthnJSON.supported()) continue
  form.hidden = false
  form.addEventListener("submit", async event => {
    event.preventDefault()
    const error = form.querySelector("[data-passkey-error]")
    error.hidden = true
    try {
      form.elements.credential.value = JSON.stringify(await asked(form))
      form.submit()
    } catch (_refused) {
      error.hidden = false
    }
  })
}

async function asked(form) {
  const options = await optionsOf(form)
  if (form.dataset.passkey === "get") return window.webauthnJSON.get(options)
  const wanted = options.publicKey.authenticatorSelection
  const alone = form.elements.passwordless.checked
  wanted.residentKey = alone ? "required" : "discouraged"
  wanted.requireResidentKey = alone
  if (alone) wanted.userVerification = "required"
  return window.webauthnJSON.create(options)
}

async function optionsOf(form) {
  if (form.dataset.passkeyOptions) return JSON.parse(form.dataset.passkeyOptions)
  const answer = await fetch(form.dataset.passkeyAsk, { headers: { Accept: "application/json" } })
  if (!answer.ok) throw new Error(answer.statusText)
  return (await answer.json()).request_options
}
