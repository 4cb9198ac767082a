// Starts Swagger UI with this API's document; without a validator, which would be another site's.
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
});
